// The life of the server process: signals, crashes, exit codes and the text that says it is ready.
import assert from "node:assert/strict";
import { StartError } from "../../../lib/domain/start_error.ts";
import {
  type ProcessPorts,
  readyText,
  runServer,
  SAME_INTERRUPT,
  type Server,
  STOP_LIMIT,
} from "../../../lib/process/run.ts";

/** A process whose signals, crashes and time come from the test. */
class FakeProcess implements ProcessPorts {
  readonly ready = Promise.withResolvers<string>();
  signal: Parameters<ProcessPorts["onSignal"]>[0] = () => {};
  crash: (error: unknown) => void = () => {};
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly clock = {
    now: () => this.#now,
    after: (ms: number, work: () => void) => {
      const timer = { at: this.#now + ms, work };
      this.#timers.add(timer);
      return () => void this.#timers.delete(timer);
    },
  };

  get timers(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.work();
    }
  }

  onSignal(handler: Parameters<ProcessPorts["onSignal"]>[0]): void {
    this.signal = handler;
  }

  onCrash(handler: (error: unknown) => void): void {
    this.crash = handler;
  }

  print(text: string): void {
    this.ready.resolve(text);
  }
}

class FakeServer implements Server {
  readonly listeners = [{ address: "127.0.0.1:8080", kind: "tcp" }];
  readonly assistant = undefined;
  stops = 0;
  reloads = 0;
  readonly #stopped: Promise<void>;

  constructor(stopped: Promise<void> = Promise.resolve()) {
    this.#stopped = stopped;
  }

  reload(): Promise<void> {
    this.reloads += 1;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.stops += 1;
    return this.#stopped;
  }
}

const never = new Promise<void>(() => {});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`runServer stops the server on ${signal} and ends with 0`, async () => {
    const process = new FakeProcess();
    const server = new FakeServer();
    const ended = runServer(() => Promise.resolve(server), process);
    await process.ready.promise;
    assert.equal(server.stops, 0);
    process.signal(signal);
    assert.equal(await ended, 0);
    assert.equal(server.stops, 1);
  });
}

Deno.test("runServer has the server reload on SIGHUP, and goes on", async () => {
  const process = new FakeProcess();
  const server = new FakeServer();
  const ended = runServer(() => Promise.resolve(server), process);
  process.signal("SIGHUP");
  await process.ready.promise;
  assert.equal(server.reloads, 0, "a server that is not there yet reads everything anyhow");
  process.signal("SIGHUP");
  assert.deepEqual([server.reloads, server.stops], [1, 0]);
  process.signal("SIGTERM");
  assert.equal(await ended, 0);
});

Deno.test("runServer stops a server that becomes ready after the signal", async () => {
  const process = new FakeProcess();
  const server = new FakeServer();
  const started = Promise.withResolvers<Server>();
  const ended = runServer(() => started.promise, process);
  process.signal("SIGTERM");
  started.resolve(server);
  assert.equal(await ended, 0);
  assert.equal(server.stops, 1);
});

Deno.test("runServer takes a doubled Ctrl-C as one", async () => {
  const process = new FakeProcess();
  const stopped = Promise.withResolvers<void>();
  const ended = runServer(() => Promise.resolve(new FakeServer(stopped.promise)), process);
  process.signal("SIGINT");
  process.advance(SAME_INTERRUPT);
  process.signal("SIGINT");
  stopped.resolve();
  assert.equal(await ended, 0);
});

Deno.test("runServer ends with 130 at once on a second Ctrl-C", async () => {
  const process = new FakeProcess();
  const ended = runServer(() => Promise.resolve(new FakeServer(never)), process);
  process.signal("SIGINT");
  process.advance(SAME_INTERRUPT + 1);
  process.signal("SIGINT");
  assert.equal(await ended, 130);
});

Deno.test("runServer ends with 1 when stopping hangs", async () => {
  const process = new FakeProcess();
  const ended = runServer(() => Promise.resolve(new FakeServer(never)), process);
  process.signal("SIGTERM");
  process.advance(STOP_LIMIT);
  assert.equal(await ended, 1);
});

Deno.test("runServer ends with 1 when starting hangs past a signal", async () => {
  const process = new FakeProcess();
  const ended = runServer(() => new Promise(() => {}), process);
  process.signal("SIGTERM");
  process.advance(STOP_LIMIT);
  assert.equal(await ended, 1);
});

Deno.test("runServer leaves no timer behind", async () => {
  const process = new FakeProcess();
  const ended = runServer(() => Promise.resolve(new FakeServer()), process);
  process.signal("SIGTERM");
  assert.equal(process.timers, 1);
  await ended;
  assert.equal(process.timers, 0);
});

Deno.test("runServer stops the server on a crash and ends with 1", async () => {
  const process = new FakeProcess();
  const server = new FakeServer();
  const ended = runServer(() => Promise.resolve(server), process);
  await process.ready.promise;
  process.crash(new Error("nobody caught this"));
  assert.equal(await ended, 1);
  assert.equal(server.stops, 1);
});

Deno.test("runServer ends with 1 on a crash while it stops", async () => {
  const process = new FakeProcess();
  const stopped = Promise.withResolvers<void>();
  const ended = runServer(() => Promise.resolve(new FakeServer(stopped.promise)), process);
  process.signal("SIGTERM");
  process.crash(new Error("nobody caught this"));
  stopped.resolve();
  assert.equal(await ended, 1);
});

Deno.test("runServer ends with 1 when stopping fails", async () => {
  const process = new FakeProcess();
  const ended = runServer(() => Promise.resolve(new FakeServer(Promise.reject(new Error("disk")))), process);
  process.signal("SIGTERM");
  assert.equal(await ended, 1);
});

Deno.test("runServer ends with 1 when starting fails by a bug", async () => {
  assert.equal(await runServer(() => Promise.reject(new TypeError("a bug")), new FakeProcess()), 1);
});

Deno.test("runServer throws what the operator can mend", async () => {
  const error = new StartError("The port is in use.");
  await assert.rejects(runServer(() => Promise.reject(error), new FakeProcess()), error);
});

/** What is said of a server without an assistant. */
function ready(...listeners: Server["listeners"]): string {
  return readyText({ listeners, assistant: undefined });
}

Deno.test("readyText names each listener and says how to let others in and how to chat", () => {
  const text = ready({ address: "127.0.0.1:8080", kind: "tcp" }, { address: "127.0.0.1:8443", kind: "tls" });
  assert.equal(
    text,
    "listening on 127.0.0.1:8080 (tcp)\n" +
      "listening on 127.0.0.1:8443 (tls)\n" +
      "only this machine can connect; to let others in, start with --host 0.0.0.0\n" +
      "AI features disabled (no API key)\n" +
      "to chat, run in another terminal: nc 127.0.0.1 8080\n",
  );
});

Deno.test("readyText of a server on all addresses names one that can be reached", () => {
  assert.equal(
    ready({ address: "0.0.0.0:8080", kind: "tcp" }),
    "listening on 0.0.0.0:8080 (tcp)\nAI features disabled (no API key)\nto chat, run in another terminal: nc 127.0.0.1 8080\n",
  );
});

Deno.test("readyText writes IPv6 as each program takes it", () => {
  assert.equal(
    ready({ address: "[2001:db8::1]:8080", kind: "tcp" }),
    "listening on [2001:db8::1]:8080 (tcp)\nAI features disabled (no API key)\nto chat, run in another terminal: nc 2001:db8::1 8080\n",
  );
});

Deno.test("readyText says who answers questions, and with which model", () => {
  const listeners = [{ address: "0.0.0.0:8080", kind: "tcp" }];
  const text = readyText({ listeners, assistant: { name: "Rox", model: "gemini-2.5-flash" } });
  assert.equal(text.split("\n")[1], "AI: Rox answers /ai (gemini-2.5-flash)");
});
