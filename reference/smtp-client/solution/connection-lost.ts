/** The server cannot be reached, is silent, talks nonsense, or is gone. Another attempt may be worth it. */
export class ConnectionLost extends Error {}
