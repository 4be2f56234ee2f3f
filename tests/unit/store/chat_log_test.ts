// The view `chat_log`: the log file of old chat servers, in the very lines that theme `plain` shows.

import assert from "node:assert/strict";
import { plainLook } from "../../../lib/dialects/look.ts";
import type { StoredEvent } from "../../../lib/domain/event.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import type { Draft } from "../../../lib/store/messages.ts";
import { AT } from "../../support/entries.ts";
import { MessageRows } from "../../support/messages.ts";
import { TestStore } from "../../support/store.ts";

class Fixture extends TestStore {
  readonly rowsOf = new MessageRows(this);
  readonly #alice = this.rowsOf.user("alice");
  readonly #bob = this.rowsOf.user("bob");

  /** One event of a kind. */
  draft(type: StoredEvent["type"]): Draft {
    const [from, to, lobby, text] = [this.#alice, this.#bob, this.rowsOf.general, sanitise("hello there")];
    switch (type) {
      case "said":
      case "action":
      case "moderated":
      case "announced":
        return { type, at: AT, from, lobby, text };
      case "tagged":
        return { type, at: AT, from, lobby, to, text };
      case "direct":
        return { type, at: AT, from, to, text };
      case "joined":
      case "left":
      case "entered":
      case "exited":
        return { type, at: AT, from, lobby };
      case "answered":
        return { type, at: AT, from, lobby, lines: ["one", "", "three"].map(sanitise), grown: 0 };
    }
  }
}

const KINDS: Readonly<Record<StoredEvent["type"], true>> = {
  said: true,
  action: true,
  tagged: true,
  joined: true,
  left: true,
  entered: true,
  exited: true,
  direct: true,
  moderated: true,
  announced: true,
  answered: true,
};
for (const type of Object.keys(KINDS) as StoredEvent["type"][]) {
  Deno.test(`chat_log spells an event of kind ${type} as theme plain does`, () => {
    using test = new Fixture();
    const event = test.store.messages.append(test.draft(type)) as StoredEvent;
    assert.deepEqual(test.rows("SELECT line FROM chat_log"), [
      { line: plainLook.event(event, AT).join("\n") },
    ]);
  });
}
