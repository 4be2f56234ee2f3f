// One visit of a user: what it sends, and what the server lets it see and promises it.

import { type News, type Speech } from "./speech.ts";
import { type Numbered, parseText, textOf } from "./texts.ts";
import { Wire } from "./wire.ts";

/** What a visitor got in this order. `id`: of the row, where the dialect tells it. */
export interface Received {
  readonly author: string;
  readonly text: string;
  readonly id?: number;
}

/** What the server has told a visitor to be stored. `to`: the reader of a direct message. */
export interface Promised {
  readonly what: Numbered;
  readonly to?: string;
  readonly id?: number;
}

/** All that a visit is evidence of. */
export interface Visit {
  readonly name: string;
  readonly received: readonly Received[];
  readonly promised: readonly Promised[];
  /** Commands that were done, as they were typed. */
  readonly done: readonly string[];
}

/** Something to send. */
export type Order =
  | { readonly kind: "say"; readonly what: Numbered }
  | { readonly kind: "write"; readonly what: Numbered; readonly to: string }
  | { readonly kind: "command"; readonly typed: string };

/** `refused`: some of it, at least. `ended`: the connection. */
export type Outcome = "done" | "refused" | "ended";

export class Visitor implements Visit {
  readonly name: string;
  readonly received: Received[] = [];
  readonly promised: Promised[] = [];
  readonly done: string[] = [];
  /** Settles when the connection has ended. */
  readonly ended: Promise<void>;
  readonly #wire: Wire;
  readonly #speech: Speech;
  #asked: readonly Order[] = [];
  #refused = false;
  #answered = Promise.withResolvers<void>();

  private constructor(name: string, wire: Wire, speech: Speech) {
    this.name = name;
    this.#wire = wire;
    this.#speech = speech;
    this.ended = this.#follow();
  }

  /** Undefined when nobody listens there. Throws when the name is refused. */
  static async enter(
    port: number,
    name: string,
    speech: Speech,
    password?: string,
  ): Promise<Visitor | undefined> {
    const wire = await Wire.open(port);
    if (!wire) return undefined;
    const visitor = new Visitor(name, wire, speech);
    const outcome = await visitor.#send([speech.logIn(name, password)]);
    if (outcome === "refused") throw new Error(`${name} may not come in`);
    return visitor;
  }

  /** Sends it all at once and waits until it is answered: then everything that was not refused is stored. */
  async ask(orders: readonly Order[]): Promise<Outcome> {
    this.#asked = orders;
    const outcome = await this.#send(orders.map((order) => this.#lineOf(order)));
    if (outcome === "done") {
      for (const order of orders) if (order.kind !== "command") this.promised.push(order);
    }
    return outcome;
  }

  /** Says goodbye and waits for the end. */
  async quit(): Promise<void> {
    await this.#wire.send([this.#speech.command("quit")]);
    await this.ended;
  }

  async #send(lines: readonly string[]): Promise<Outcome> {
    this.#refused = false;
    this.#answered = Promise.withResolvers();
    await this.#wire.send([...lines, this.#speech.command("ping")]);
    const answered = this.#answered.promise.then(() => true);
    if (!await Promise.race([answered, this.ended.then(() => false)])) return "ended";
    return this.#refused ? "refused" : "done";
  }

  #lineOf(order: Order): string {
    switch (order.kind) {
      case "say":
        return this.#speech.say(textOf(order.what));
      case "write":
        return this.#speech.write(order.to, textOf(order.what));
      case "command":
        return this.#speech.command(order.typed);
    }
  }

  async #follow(): Promise<void> {
    for await (const line of this.#wire.lines()) this.#take(this.#speech.read(line));
  }

  #take(news: News): void {
    switch (news?.kind) {
      case "received":
        this.received.push(news);
        return;
      case "stored":
        this.#promise(news.text, news.id);
        return;
      case "done":
        this.done.push(news.command);
        return;
      case "refused":
        this.#refused = true;
        return;
      case "pong":
        this.#answered.resolve();
    }
  }

  #promise(text: string, id: number | undefined): void {
    const what = parseText(text);
    if (!what) throw new Error(`${this.name} is told that "${text}" is stored, which it never said`);
    const order = this.#asked.find((each) => each.kind !== "command" && textOf(each.what) === text);
    this.promised.push({
      what,
      ...order?.kind === "write" && { to: order.to },
      ...id !== undefined && { id },
    });
  }
}
