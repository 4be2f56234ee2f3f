// A connection to the server as lines, in plain text or over TLS; the same code for both.

import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Where the server is and how to get there. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Whether any certificate will do: the line is encrypted, and nobody knows with whom. */
  readonly insecure: boolean;
}

export interface LineSocket {
  /** Ends when the server closes; throws when the connection fails. */
  lines(): AsyncIterable<string>;
  send(line: string): void;
  /** Sends what is queued and closes. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** Milliseconds for a connection, TLS included, to come about. */
const CONNECT_LIMIT = 10_000;
/** The welcome is one line and holds up to a thousand messages; a server that sends more is not one of ours. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Connects; rejects with an error whose message is for people. */
export function dial({ host, port, tls, insecure }: Target): Promise<LineSocket> {
  const socket = tls
    ? connectTls({ host, port, rejectUnauthorized: !insecure, ...!isAddress(host) && { servername: host } })
    : connectPlain({ host, port });
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECT_LIMIT, () => socket.destroy(new Error("no answer in 10 seconds")));
    const fail = (error: Error) => reject(explained(error));
    socket.once("error", fail);
    socket.once(tls ? "secureConnect" : "connect", () => {
      socket.setTimeout(0);
      socket.setNoDelay(true);
      socket.off("error", fail);
      // The reader of the lines hears of errors as well; without this one they would end the process.
      socket.on("error", () => {});
      resolve(new NodeLineSocket(socket));
    });
  });
}

class NodeLineSocket implements LineSocket {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("utf8");
  }

  async *lines(): AsyncIterable<string> {
    const pieces: string[] = [];
    let length = 0;
    for await (const chunk of this.#socket as AsyncIterable<string>) {
      const [first = "", ...more] = chunk.split("\n");
      pieces.push(first);
      length += first.length;
      if (length > LONGEST_LINE) throw new Error("the server sent a line without end");
      for (const next of more) {
        yield pieces.join("");
        pieces.splice(0, pieces.length, next);
        length = next.length;
      }
    }
  }

  send(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** The one error that a user can do something about from here. */
function explained(error: Error): Error {
  if (!/certificate/i.test(error.message)) return error;
  return new Error(`${error.message} (--insecure takes any certificate)`, { cause: error });
}

/** A certificate is asked for by name; TLS allows no address there. */
function isAddress(host: string): boolean {
  return host.includes(":") || /^[\d.]+$/.test(host);
}
