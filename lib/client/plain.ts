// The client without a screen: lines in, lines out as the theme `plain` shows them, to be used in a pipe.

import { eventLine, eventLines, plainLook, uncoloured } from "../dialects/look.ts";
import type { Chat } from "./chat.ts";
import type { Entry } from "./conversation.ts";

export interface PlainPorts {
  /** What is typed or piped in, without line ends. */
  readonly lines: AsyncIterable<string>;
  /** To standard output. */
  print(line: string): void;
  /** To standard error: what is no part of the chat. */
  note(line: string): void;
}

export class Plain {
  readonly #ports: PlainPorts;
  #asks: string | undefined;
  #wake = () => {};

  constructor(ports: PlainPorts) {
    this.#ports = ports;
  }

  /** An entry as nc would show it, where an author's own lines do not come back. */
  show(entry: Entry): void {
    const { print, note } = this.#ports;
    switch (entry.kind) {
      case "passing":
        return print(eventLine(entry.event, uncoloured));
      case "said": {
        const { event, own, state } = entry;
        // The server has said already what it refuses.
        if (state === "refused") return;
        if (state === "lost") return note(`! Perhaps not sent: ${"text" in event ? event.text : ""}`);
        if (event.type === "direct" && own) return plainLook.sent(event, false, event.at).forEach(print);
        return eventLines(event, uncoloured).forEach(print);
      }
      case "told":
        if (entry.tone === "info") return print(entry.text);
        return entry.tone === "refusal" ? print(`! ${entry.text}`) : note(entry.text);
      default:
        return entry satisfies never;
    }
  }

  changed(chat: Chat): void {
    const { asks } = chat.visit.login;
    if (asks !== undefined && asks !== this.#asks) this.#ports.note(`Your ${asks}:`);
    this.#asks = asks;
    const wake = this.#wake;
    this.#wake = () => {};
    wake();
  }

  /** Hands the lines on until there are no more, none before the one before could be sent. */
  async run(chat: Chat): Promise<void> {
    this.changed(chat);
    const ended = this.#until(() => chat.visit.phase === "out");
    await Promise.race([ended, this.#handOn(chat)]);
  }

  async #handOn(chat: Chat): Promise<void> {
    for await (const line of this.#ports.lines) {
      await this.#until(() => chat.visit.phase !== "offline");
      chat.typed(line);
    }
    await this.#until(() => chat.visit.phase !== "offline");
    chat.quit();
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const changed = Promise.withResolvers<void>();
      const others = this.#wake;
      this.#wake = () => {
        others();
        changed.resolve();
      };
      await changed.promise;
    }
  }
}
