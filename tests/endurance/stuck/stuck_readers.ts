// Those who come in and never read, until they are told to: what they are given then, and what they find later.

import assert from "node:assert/strict";
import { ChatClient } from "../../support/chat_client.ts";
import type { Crowd } from "./crowd.ts";

/** Direct messages that each is sent while it does not read. */
const MESSAGES = 3;
/** Milliseconds after which all of those who never read must have been closed: the longest stall, and some. */
const CLOSING = 40_000;

interface StuckReader {
  readonly name: string;
  readonly client: ChatClient;
}

export class StuckReaders implements Disposable {
  readonly #port: number;
  readonly #readers: readonly StuckReader[];
  readonly #more: ChatClient[] = [];

  private constructor(port: number, readers: readonly StuckReader[]) {
    this.#port = port;
    this.#readers = readers;
  }

  static async enter(port: number, count: number): Promise<StuckReaders> {
    const readers: StuckReader[] = [];
    for (let index = 0; index < count; index++) {
      const name = `stuck-${index}`;
      const client = await ChatClient.connect(port);
      await client.send(name);
      await client.fence();
      readers.push({ name, client });
    }
    return new StuckReaders(port, readers);
  }

  /** Has somebody write to each of them. Yields that somebody, whose arrival they have missed too. */
  async writeTo(): Promise<ChatClient> {
    const writer = await this.#enter("writer");
    const asked = this.#readers.flatMap(({ name }) => messagesTo(name).map((text) => `/msg ${name} ${text}`));
    const told = this.#readers.flatMap(({ name }) =>
      messagesTo(name).map((text) => `[DM to ${name}]: ${text}`)
    );
    assert.deepEqual((await writer.ask(...asked)).map(withoutTime), told);
    return writer;
  }

  /**
   * The first `count` read on. Throws unless each gets what was said in one piece from the beginning, its direct
   * messages, and how many lines it has missed, exactly; and from then on what is said. Yields how many each has missed.
   */
  async wake(count: number, crowd: Crowd, writer: ChatClient): Promise<readonly number[]> {
    const missed: number[] = [];
    for (const { name, client } of this.#readers.slice(0, count)) {
      const seen = new Seen();
      while (seen.missed === undefined) seen.take(await client.line());
      seen.check(name, crowd);
      assert.deepEqual(seen.messages, messagesTo(name));
      // The writer's arrival is a line as well.
      assert.equal(seen.missed, crowd.said - seen.numbers.length + 1, `what ${name} was told to have missed`);
      missed.push(seen.missed);
    }
    await writer.ask("good morning");
    for (const { client } of this.#readers.slice(0, count)) {
      await client.expect(/\[writer\]: good morning$/);
      assert.deepEqual(await client.fence(), []);
    }
    return missed;
  }

  /**
   * All but the first `count` never read. Throws unless each is closed in the end, and finds its direct messages at
   * its next visit.
   */
  async close(count: number, crowd: Crowd): Promise<void> {
    const closed = this.#readers.slice(count);
    const names = closed.map(({ name }) => name);
    await crowd.gone(names, CLOSING);
    assert.deepEqual(names.filter((name) => !crowd.left.has(name)), [], "these were not closed");
    for (const { name, client } of closed) {
      const seen = new Seen();
      for (const line of (await client.rest()).split("\n").slice(0, -1)) seen.take(line);
      seen.check(name, crowd);
      const shown = await (await this.#connect(name)).fence();
      const waiting = shown.flatMap((line) => /\[DM from writer\]: (.*)$/.exec(line)?.[1] ?? []);
      assert.deepEqual(waiting, messagesTo(name), `what waited for ${name}`);
    }
  }

  [Symbol.dispose](): void {
    for (const { client } of this.#readers) client.close();
    for (const client of this.#more) client.close();
  }

  async #enter(name: string): Promise<ChatClient> {
    const client = await this.#connect(name);
    await client.fence();
    return client;
  }

  async #connect(name: string): Promise<ChatClient> {
    const client = await ChatClient.connect(this.#port);
    this.#more.push(client);
    await client.send(name);
    return client;
  }
}

/** What one of them has read, line by line. */
class Seen {
  readonly numbers: number[] = [];
  readonly messages: string[] = [];
  missed: number | undefined;

  take(line: string): void {
    const [, number] = /^\[[^\]]*\]\[[\w-]+\]: #(\d+) /.exec(line) ?? [];
    const [, message] = /^\[[^\]]*\]\[DM from writer\]: (.*)$/.exec(line) ?? [];
    const [, missed] = /^! Your connection fell behind and (\d+) lines were skipped: /.exec(line) ?? [];
    if (number !== undefined) this.numbers.push(Number(number));
    else if (message !== undefined) this.messages.push(message);
    else if (missed !== undefined) this.missed = Number(missed);
    else assert.match(line, / (joined the chat|has left our chat\.\.\.)$/);
  }

  /** What came first came whole and in the order in which others saw it. */
  check(name: string, { order }: Crowd): void {
    assert.deepEqual(this.numbers, order.slice(0, this.numbers.length), `what ${name} was shown`);
  }
}

function messagesTo(name: string): readonly string[] {
  return Array.from({ length: MESSAGES }, (_, index) => `note ${index + 1} for ${name}`);
}

function withoutTime(line: string): string {
  return line.replace(/^\[[^\]]*\]/, "");
}
