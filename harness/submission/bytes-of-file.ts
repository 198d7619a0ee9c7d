import type { FileHandle } from "node:fs/promises";

const PIECE_BYTES = 64 << 10;

/**
 * The bytes of an open file from `start` to before `end`, or to its end if that comes first. Unlike the streams of a
 * FileHandle these leave it open, and its `close` waits for a read that is under way.
 */
export async function* bytesOfFile(file: FileHandle, start = 0, end = Infinity): AsyncGenerator<Buffer, void, undefined> {
  for (let position = start; position < end;) {
    const length = Math.min(PIECE_BYTES, end - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
