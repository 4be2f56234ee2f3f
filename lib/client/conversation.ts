// One conversation: a lobby or one other user. What was said stands once, in the order of its ids, and below it an
// answer of the assistant's while it grows.

import type { AnswerGrowth, ChatEvent, Person, StoredEvent } from "../domain/event.ts";
import type { MessageId } from "../domain/ids.ts";
import { type LobbyName, nameKey, type UserName } from "../domain/names.ts";
import type { SafeText } from "../domain/text.ts";

/** A `break` stands between what was seen and what was missed. */
export type Tone = "info" | "refusal" | "status" | "break";

export type Entry =
  /** `state` tells of a line of this client's own whether the server has it; `lost`: nobody knows. */
  | {
    readonly kind: "said";
    readonly event: StoredEvent;
    readonly own: boolean;
    readonly state: "stored" | "pending" | "lost" | "refused";
  }
  | { readonly kind: "passing"; readonly event: Passing }
  /** Words of the server, `info` and `refusal`, or of the client. */
  | { readonly kind: "told"; readonly tone: Tone; readonly text: SafeText };

type Passing = Exclude<ChatEvent, StoredEvent | AnswerGrowth>;
type Said = Extract<Entry, { kind: "said" }>;

/** So many entries stay in memory; the server keeps the rest. */
const MOST_ENTRIES = 5000;
const TRIMMED = 500;

/** With whom. */
export type Party =
  | { readonly kind: "lobby"; readonly name: LobbyName }
  | { readonly kind: "direct"; readonly name: UserName };

/** What the server makes of a line when it stores it. */
type Confirmation = Pick<StoredEvent, "id" | "at"> & { readonly to?: Person };

export class Conversation {
  readonly party: Party;
  /** Lines that came while another conversation was on the screen. */
  unread = 0;
  readonly #entries: Entry[] = [];
  readonly #ids = new Set<MessageId>();
  #newest = 0;
  #growing: AnswerGrowth | undefined;

  constructor(party: Party) {
    this.party = party;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The highest id so far; 0 when nothing was said. */
  get newest(): number {
    return this.#newest;
  }

  /** An answer as far as it has come, all lines of it. */
  get growing(): AnswerGrowth | undefined {
    return this.#growing;
  }

  isWith({ kind, name }: Party): boolean {
    return this.party.kind === kind && nameKey(this.party.name) === nameKey(name);
  }

  tell(tone: Tone, text: SafeText): Entry {
    return this.#append({ kind: "told", tone, text });
  }

  pass(event: Passing): Entry {
    return this.#append({ kind: "passing", event });
  }

  /** Shows a stored event where its id belongs. Undefined when it is there already. */
  add(event: StoredEvent, own: boolean): Entry | undefined {
    if (this.#ids.has(event.id)) return undefined;
    const entry: Said = { kind: "said", event, own, state: "stored" };
    this.#ids.add(event.id);
    if (event.id < this.#newest) {
      this.#entries.splice(this.#placeOf(event.id), 0, entry);
    } else {
      this.#newest = event.id;
      this.#append(entry);
    }
    return entry;
  }

  /** Shows a line that was typed and that the server has not confirmed. The id of its event means nothing yet. */
  addPending(event: StoredEvent): Entry {
    return this.#append({ kind: "said", event, own: true, state: "pending" });
  }

  /** The server has stored a pending line, to somebody whom it names. It moves to where everybody else sees it. */
  confirm(pending: Entry, { id, at, to }: Confirmation): Entry | undefined {
    const index = this.#entries.indexOf(pending);
    if (index < 0 || pending.kind !== "said") return undefined;
    this.#entries.splice(index, 1);
    return this.add({ ...pending.event, id, at, ...to && { to } }, true);
  }

  /** The server has refused a pending line, or was gone before it answered. */
  fail(pending: Entry, state: "lost" | "refused"): Entry | undefined {
    const index = this.#entries.indexOf(pending);
    if (index < 0 || pending.kind !== "said") return undefined;
    return this.#entries[index] = { ...pending, state };
  }

  /** Takes further lines of an answer; of one whose beginning was missed, none. */
  grow(event: AnswerGrowth): void {
    if (event.first) this.#growing = event;
    else if (this.#growing) {
      this.#growing = { ...this.#growing, lines: [...this.#growing.lines, ...event.lines] };
    }
  }

  /** The answer is complete, or no more of it will come here. */
  stopGrowing(): void {
    this.#growing = undefined;
  }

  /** Before the first event that came later; what has no id stays with its neighbours. */
  #placeOf(id: MessageId): number {
    let place = this.#entries.length;
    for (let index = place - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry?.kind !== "said" || entry.state !== "stored") continue;
      if (entry.event.id < id) break;
      place = index;
    }
    return place;
  }

  #append(entry: Entry): Entry {
    this.#entries.push(entry);
    if (this.#entries.length > MOST_ENTRIES) {
      for (const gone of this.#entries.splice(0, TRIMMED)) {
        if (gone.kind === "said") this.#ids.delete(gone.event.id);
      }
    }
    return entry;
  }
}

/** Whether somebody says something, so that it counts as unread. */
export function isSpeech({ type }: StoredEvent): boolean {
  return type === "said" || type === "action" || type === "tagged" || type === "direct" ||
    type === "answered" || type === "announced";
}
