// RFC 5321, 4.1.2: what may stand in the brackets of MAIL FROM:<...> and RCPT TO:<...>.

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const QUOTED = String.raw`"(?:[ !#-\[\]-~]|\\[ -~])*"`;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const LITERAL = String.raw`\[[!-Z^-~]+\]`;

const MAILBOX = new RegExp(String.raw`^(?:${ATOM}(?:\.${ATOM})*|${QUOTED})@(?:${LABEL}(?:\.${LABEL})*|${LITERAL})$`);

/** Such an address also stands in a From or To line as it is: what would mean something there is in quotes. */
export function isMailbox(text: string): boolean {
  return MAILBOX.test(text);
}

export function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf("@") + 1);
}
