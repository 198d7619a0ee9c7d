import type { Field } from "./write-response.js";

/** A request that cannot be served, and the status that says why. Thrown anywhere, answered in connection.ts. */
export class HttpError extends Error {
  readonly status: number;
  readonly fields: Field[];

  constructor(status: number, message: string, fields: Field[] = []) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

/** The client is gone, or takes nothing any more: there is nobody to answer. */
export class ConnectionLost extends Error {}
