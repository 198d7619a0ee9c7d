import { fieldsNamed } from "./field-values.js";
import type { HttpResponse } from "./responses.js";

/** Whether the server says that it closes after that response: by an option, or by the version, or because only its end ends the body (RFC 9112 9.3). */
export function announcesClose(response: HttpResponse): boolean {
  const options = fieldsNamed(response, "Connection").flatMap(({ value }) => value.toLowerCase().split(",").map((option) => option.trim())); // prettier-ignore
  return options.includes("close") || response.framing === "close" || (response.version === "1.0" && !options.includes("keep-alive"));
}
