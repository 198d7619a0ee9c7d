import { WiregradeError } from "../errors.js";

/** `role` if the lab has it; else ROLE_UNKNOWN, naming the option that it came with. */
export function knownRole(role: string, roles: Record<string, unknown>, lab: string, option: string): string {
  if (!Object.hasOwn(roles, role))
    throw new WiregradeError("ROLE_UNKNOWN", `${option}: ${lab} has no role ${JSON.stringify(role)}; it has ${Object.keys(roles).join(", ")}`);
  return role;
}
