import type { Transcript } from "./events.js";

/**
 * A lab's pure function from a transcript to its view: JSON, as the lab's view.schema.json describes it. Never throws,
 * whatever a program sent; says where a message goes wrong instead.
 */
export type Dissector = (transcript: Transcript) => unknown;
