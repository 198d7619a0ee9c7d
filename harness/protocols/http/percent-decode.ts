/**
 * Replaces each percent sign and two hexadecimal digits by their byte (RFC 3986 2.1): a binary string from a binary string.
 * null if a percent sign is followed by anything else. "+" stays "+": that is a matter of forms.
 */
export function percentDecode(text: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
