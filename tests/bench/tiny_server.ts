// A chat server for tests of the load generator, in each of its dialects: it counts what it hands on, and may lose some.

import { one } from "../support/certificates.ts";
import type { DialectName } from "./dialects.ts";

/** What a line leads to. */
interface Outcome {
  readonly answer?: string;
  readonly toOthers?: string;
}

/** What a client has said of itself. */
interface Guest {
  name: string;
}

type Hear = (line: string, guest: Guest) => Outcome;

function login(line: string, guest: Guest): Outcome {
  const [, verb, rest = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
  if (verb !== "LOGIN") return { toOthers: `MSG ${guest.name} ${rest}` };
  guest.name = rest;
  return { answer: "OK\n", toOthers: `INFO ${rest} connected` };
}

function named(line: string, guest: Guest): Outcome {
  const known = guest.name !== "";
  guest.name = line;
  return known ? { toOthers: line } : { answer: "OK\n", toOthers: line };
}

/** Lets nobody in who does not answer its PING. */
function irc(line: string, guest: Guest): Outcome {
  const [, verb, rest = ""] = /^(\S+) (.*)\r$/.exec(line) ?? [];
  switch (verb) {
    case "NICK":
      guest.name = rest;
      return {};
    case "USER":
      return { answer: ":tiny NOTICE * :*** Wait\r\nPING :cookie\r\n" };
    case "PONG":
      return rest === ":cookie" ? { answer: `:tiny 001 ${guest.name} :Welcome\r\n` } : {};
    case "JOIN":
      return {
        answer:
          `:tiny 353 ${guest.name} = ${rest} :c00000 c00001\r\n:tiny 366 ${guest.name} ${rest} :End\r\n`,
        toOthers: `:${guest.name}!u@127.0.0.1 JOIN ${rest}\r`,
      };
    default:
      return { toOthers: `:${guest.name}!u@127.0.0.1 ${line}` };
  }
}

const dialects: Readonly<Record<DialectName, Hear>> = { login, named, irc };

export class TinyServer implements AsyncDisposable {
  /** Messages that were said. */
  said = 0;
  /** Lines that were to be handed to somebody. */
  deliveries = 0;
  readonly #hear: Hear;
  readonly #listener: Deno.Listener<Deno.Conn, Deno.NetAddr>;
  readonly #clients = new Map<Deno.Conn, Promise<unknown>>();
  readonly #served: Promise<void>[] = [];
  readonly #accepting: Promise<void>;
  readonly #loses: (delivery: number) => boolean;

  /** `loses` says which delivery is forgotten. */
  constructor(
    dialect: DialectName,
    { encrypted = false, loses = () => false }: {
      readonly encrypted?: boolean;
      readonly loses?: (delivery: number) => boolean;
    } = {},
  ) {
    const address = { hostname: "127.0.0.1", port: 0 };
    this.#hear = dialects[dialect];
    this.#loses = loses;
    this.#listener = encrypted
      ? Deno.listenTls({
        ...address,
        cert: Deno.readTextFileSync(one.cert),
        key: Deno.readTextFileSync(one.key),
      })
      : Deno.listen(address);
    this.#accepting = this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#served);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) this.#served.push(this.#serve(conn));
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    this.#clients.set(conn, Promise.resolve());
    const guest: Guest = { name: "" };
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(1000);
    let text = "";
    for (;;) {
      const count = await conn.read(buffer).catch(() => null);
      if (count === null) break;
      const lines = (text + decoder.decode(buffer.subarray(0, count), { stream: true })).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#take(conn, line, guest);
    }
    await this.#clients.get(conn);
    this.#clients.delete(conn);
    conn.close();
  }

  #take(author: Deno.Conn, line: string, guest: Guest): void {
    if (line.includes("|")) this.said++;
    const { answer, toOthers } = this.#hear(line, guest);
    if (answer !== undefined) this.#write(author, answer);
    if (toOthers === undefined) return;
    for (const conn of this.#clients.keys()) {
      if (conn !== author && !this.#loses(this.deliveries++)) this.#write(conn, `${toOthers}\n`);
    }
  }

  #write(conn: Deno.Conn, text: string): void {
    const bytes = new TextEncoder().encode(text);
    const before = this.#clients.get(conn) ?? Promise.resolve();
    this.#clients.set(
      conn,
      before.then(async () => {
        for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await conn.write(rest));
      }).catch(() => {}),
    );
  }
}
