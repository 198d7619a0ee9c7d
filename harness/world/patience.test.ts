import { describe, expect, test } from "@jest/globals";
import { createSocket } from "node:dgram";
import { STRETCH } from "../process/starvation.js";
import { Patience, TICK_MS } from "./patience.js";
import { Signal } from "./signal.js";

describe("a wait", () => {
  const never = () => null;

  test("for what is there already takes no time", async () => {
    expect(await new Patience(() => []).until(new Signal(), () => "ended", 1000)).toEqual({ outcome: "ended", ms: 0 });
  });

  test("without a deadline ends when whoever plays by hand ends it, and none begins after that", async () => {
    const stop = new AbortController();
    const patience = new Patience(() => [], Infinity, stop.signal);
    const waits = [patience.until(new Signal(), never, 60), patience.lull(new Signal(), () => false, 60_000)];
    stop.abort();
    for (const wait of waits) await expect(wait).rejects.toThrow("aborted");
    await expect(patience.until(new Signal(), () => "met", 60)).rejects.toThrow("aborted");
  });

  test("for nothing ends with the deadline, not before it", async () => {
    const { outcome, ms } = await new Patience(() => []).until(new Signal(), never, 60);
    expect(outcome).toBe("deadline");
    expect(ms).toBeGreaterThanOrEqual(59);
    expect(ms).toBeLessThan(60 * STRETCH);
  });

  test("is looked at when the signal says so, not only at ticks", async () => {
    const signal = new Signal();
    let looks = 0;
    const waited = new Patience(() => []).until(signal, () => (++looks >= 3 ? "met" : null), 5000);
    expect(looks).toBe(1);
    signal.notify();
    expect(looks).toBe(2);
    signal.notify();
    expect((await waited).outcome).toBe("met");
    signal.notify();
    expect(looks).toBe(3);
  });

  test("that begins in the midst of another's tick is not charged for what was before it", async () => {
    const patience = new Patience(() => []);
    const other = patience.until(new Signal(), never, 200);
    // Between two ticks, without letting one fire.
    for (const until = performance.now() + TICK_MS - 5; performance.now() < until;);
    const { ms } = await patience.until(new Signal(), never, TICK_MS + 10);
    expect(ms).toBeGreaterThanOrEqual(TICK_MS + 9);
    await other;
  });

  test("whose deadline passed while we were stalled still hears what had arrived", async () => {
    const signal = new Signal();
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    let heard = 0;
    socket.on("message", () => void heard++);
    const waited = new Patience(() => []).until(signal, () => (heard > 0 ? "met" : null), TICK_MS);
    const other = createSocket("udp4");
    await new Promise<void>((resolve) => other.send("x", socket.address().port, "127.0.0.1", () => resolve()));
    for (const until = performance.now() + 3 * TICK_MS; performance.now() < until;);
    expect((await waited).outcome).toBe("met");
    other.close();
    socket.close();
  });

  test("of one who plays by hand never ends by itself, but a lull does", async () => {
    const patience = new Patience(() => [], Infinity);
    const signal = new Signal();
    let outcome: "exited" | null = null;
    const waited = patience.until(signal, () => outcome, 10);
    await patience.lull(signal, () => false, 20);
    outcome = "exited";
    signal.notify();
    expect((await waited).outcome).toBe("exited");
  });
});
