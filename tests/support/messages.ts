// Rows of messages for tests of the store.

import { GENERAL } from "../../lib/domain/ids.ts";
import type { DirectMessage, Lobby, Person } from "../../lib/domain/event.ts";
import { sanitise } from "../../lib/domain/text.ts";
import { lobby } from "../../lib/store/users.ts";
import { AT, userName } from "./entries.ts";
import type { TestStore } from "./store.ts";

/** Writes rows straight into the tables, in short forms. */
export class MessageRows {
  readonly #test: TestStore;
  readonly general: Lobby;

  constructor(test: TestStore) {
    this.#test = test;
    this.general = lobby(GENERAL, "general");
  }

  user(name: string): Person {
    const { id, name: written, picture } = this.#test.store.users.add(userName(name), AT);
    return { id, name: written, picture };
  }

  lobby(name: string): Lobby {
    const { lastInsertRowid } = this.#test.database
      .prepare("INSERT INTO lobbies (name, name_key, created_at) VALUES (?, ?, ?)").run(name, name, AT);
    return lobby(lastInsertRowid, name);
  }

  said(from: Person, text: string, { at = AT, lobby = this.general } = {}) {
    return this.#test.store.messages.append({ type: "said", at, from, lobby, text: sanitise(text) });
  }

  joined(from: Person, at = AT) {
    return this.#test.store.messages.append({ type: "joined", at, from, lobby: this.general });
  }

  direct(from: Person, to: Person, text: string): DirectMessage {
    return this.#test.store.messages.append({ type: "direct", at: AT, from, to, text: sanitise(text) });
  }
}
