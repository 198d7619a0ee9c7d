/** RFC 5321, 4.5.2: a line that begins with a dot gets another one, since a line that is only a dot ends the message. */
export function stuffDots(message: string): string {
  return message.replace(/^\./gm, "..");
}
