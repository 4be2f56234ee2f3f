// Somebody in the chat, who came in one of the ways: says lines and knows when they are answered.

import { CheckedClient, TooLate } from "./checked_client.ts";
import type { StreamRules } from "./stream_check.ts";
import { type PortName, PROMPT, type Way } from "./ways.ts";

export type Ports = Readonly<Record<PortName, number>>;

export interface GuestOptions {
  readonly ports: Ports;
  readonly way: Way;
  readonly name: string;
  readonly rules: StreamRules;
  /** As of a connection. */
  readonly from?: string;
}

const encoder = new TextEncoder();

export class Guest {
  readonly name: string;
  readonly way: Way;
  readonly client: CheckedClient;
  #pings = 0;

  private constructor(client: CheckedClient, { way, name }: GuestOptions) {
    this.client = client;
    this.way = way;
    this.name = name;
  }

  /** Comes in. Undefined: the name may not, as it is taken or banned, or the machine was too busy to come in time. */
  static async enter(options: GuestOptions): Promise<Guest | undefined> {
    try {
      return await Guest.#enter(options);
    } catch (error) {
      if (error instanceof TooLate) return undefined;
      throw error;
    }
  }

  static async #enter(options: GuestOptions): Promise<Guest | undefined> {
    const { ports, way, rules, from } = options;
    const client = await CheckedClient.connect({
      port: ports[way.port],
      tls: way.tls,
      rules,
      farewell: way.speech.farewell,
      ungreeted: !way.person,
      ...from !== undefined && { from },
    });
    const guest = new Guest(client, options);
    let entered = false;
    try {
      entered = await guest.#logIn();
      return entered ? guest : undefined;
    } finally {
      if (!entered) client.close();
    }
  }

  /** Sends lines, and resolves when they are answered: false when somebody has sent the guest away before. */
  ask(...lines: readonly string[]): Promise<boolean> {
    return this.askBytes([bytesOf(lines)], false);
  }

  /**
   * The same with bytes that end with a line, in so many writes. `quits`: leaving may be among them. Rejects when no
   * answer comes in time, and when the server ends the connection without a word.
   */
  async askBytes(writes: readonly Uint8Array[], quits: boolean): Promise<boolean> {
    const { client, way: { speech } } = this;
    const mark = ++this.#pings;
    const pong = speech.pong(mark);
    const [answered] = await Promise.all([
      client.find((text) => pong.test(text) || undefined),
      sendAll(client, [...writes, bytesOf([speech.ping(mark)])]),
    ]);
    if (answered === undefined && !client.dismissed && !quits) {
      throw new Error("the server has ended the connection without a word");
    }
    return answered ?? false;
  }

  async #logIn(): Promise<boolean> {
    const { client, name, way: { person, opening, speech } } = this;
    const mark = ++this.#pings;
    const pong = speech.pong(mark);
    if (person) {
      const prompt = client.find((text) => text.includes(PROMPT) || undefined);
      await Promise.all([prompt, client.send(opening)]);
    }
    const verdict = client.find((text) => {
      if (speech.refused.test(text)) return "refused";
      return pong.test(text) ? "in" : undefined;
    });
    const [found] = await Promise.all([
      verdict,
      client.send(bytesOf([speech.enter(name), speech.ping(mark)])),
    ]);
    if (found === undefined) throw new Error("the server has ended the connection at the login");
    return found === "in";
  }
}

export function bytesOf(lines: readonly string[]): Uint8Array {
  return encoder.encode(lines.map((line) => `${line}\n`).join(""));
}

async function sendAll(client: CheckedClient, writes: readonly Uint8Array[]): Promise<void> {
  for (const bytes of writes) await client.send(bytes);
}
