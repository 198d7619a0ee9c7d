/** What RFC 2449 has a server tell of itself: only what works. */
export const capabilities = ["USER", "TOP", "UIDL", "PIPELINING"];
