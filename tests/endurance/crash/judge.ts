// Holds what clients saw and were promised against what is stored.

import { Presence } from "./presence.ts";
import type { StoredRow } from "./stored.ts";
import { nameOf, parseText } from "./texts.ts";
import type { Promised, Received, Visit } from "./visitor.ts";

export class Judge {
  /** All that is wrong so far, in sentences. */
  readonly complaints: string[] = [];
  readonly #rows: StoredRow[] = [];
  readonly #byName = new Map<string, StoredRow>();
  readonly #lastNumbers = new Map<string, number>();
  readonly #presence = new Presence();
  /** Ids of direct messages that their reader has got, and how often each act was done. */
  readonly #delivered = new Set<number>();
  readonly #acts = new Map<string, number>();
  #seen = 0;

  /** The last id that was looked at. */
  get lastId(): number {
    return this.#rows.at(-1)?.id ?? 0;
  }

  get totals() {
    const count = (kind: string) => this.#rows.filter((row) => row.kind === kind).length;
    return { said: count("said"), direct: count("direct"), seen: this.#seen };
  }

  /** Takes rows that came after those taken before. */
  rows(rows: readonly StoredRow[]): void {
    for (const row of rows) {
      this.#rows.push(row);
      const wrong = this.#presence.take(row);
      if (wrong !== undefined) this.complaints.push(wrong);
      if (row.kind === "said" || row.kind === "direct") this.#text(row);
    }
  }

  #text(row: StoredRow): void {
    const text = parseText(row.body);
    if (!text || text.kind !== row.kind || text.author !== row.author) {
      this.complaints.push(`row ${row.id}: nobody wrote "${row.body}" as ${row.author}`);
      return;
    }
    const name = nameOf(text);
    if (this.#byName.has(name)) return void this.complaints.push(`${name} is stored twice`);
    const numbers = `${text.kind}-${text.author}`;
    const last = this.#lastNumbers.get(numbers) ?? 0;
    if (text.number < last) this.complaints.push(`${name} is stored after number ${last} of the same author`);
    this.#lastNumbers.set(numbers, text.number);
    this.#byName.set(name, row);
  }

  /** Takes a visit; the rows of its time must have been taken. */
  visit({ name, received, promised, done }: Visit): void {
    let last = 0;
    for (const each of received) last = this.#received(name, each, last);
    for (const each of promised) this.#promised(each);
    for (const command of done) {
      const act = /^(?:un)?mute \w+/.exec(command)?.[0];
      if (act !== undefined) this.#acts.set(act, (this.#acts.get(act) ?? 0) + 1);
    }
  }

  /** Yields the row's id, or `last` when there is none. */
  #received(reader: string, { author, text, id }: Received, last: number): number {
    this.#seen++;
    const what = parseText(text);
    if (!what || what.author !== author) {
      this.complaints.push(`${reader} saw "${text}" of ${author}, which nobody wrote`);
      return last;
    }
    const row = this.#byName.get(nameOf(what));
    if (!row) {
      this.complaints.push(`${reader} saw ${nameOf(what)}, which is not stored`);
      return last;
    }
    if (row.id <= last) {
      this.complaints.push(`${reader} saw ${nameOf(what)} (row ${row.id}) after row ${last}`);
    }
    if (id !== undefined && id !== row.id) {
      this.complaints.push(`${reader} saw ${nameOf(what)} as row ${id}, but it is row ${row.id}`);
    }
    if (what.kind === "direct") {
      if (row.target !== reader) {
        this.complaints.push(`${reader} saw ${nameOf(what)}, which is for ${row.target}`);
      }
      this.#delivered.add(row.id);
    }
    return row.id;
  }

  #promised({ what, to, id }: Promised): void {
    const row = this.#byName.get(nameOf(what));
    if (!row) return void this.complaints.push(`${nameOf(what)} was promised and is not stored`);
    if (id !== undefined && id !== row.id) {
      this.complaints.push(`${nameOf(what)} was promised as row ${id}, but is row ${row.id}`);
    }
    if (to !== undefined && to !== row.target) {
      this.complaints.push(`${nameOf(what)} was written to ${to}, but is for ${row.target}`);
    }
  }

  /** Whoever was there when the server was killed has left by now. */
  everybodyLeft(): void {
    for (const name of this.#presence.present) this.complaints.push(`${name} was there, and never left`);
  }

  /** Direct messages that count as delivered, their readers have got. */
  countAsDelivered(ids: readonly number[]): void {
    for (const id of ids) {
      if (!this.#delivered.has(id)) this.complaints.push(`row ${id} counts as delivered, but nobody saw it`);
    }
  }

  /** Acts that were done are in the audit. */
  audited(acts: ReadonlyMap<string, number>): void {
    for (const [act, times] of this.#acts) {
      const audited = acts.get(act) ?? 0;
      if (audited < times) {
        this.complaints.push(`${act} was done ${times} times, ${audited} are in the audit`);
      }
    }
  }

  /** Once everybody was there again, nothing waits for its reader. */
  everythingDelivered(): void {
    for (const { id, kind, target } of this.#rows) {
      if (kind === "direct" && !this.#delivered.has(id)) {
        this.complaints.push(`row ${id} never came to ${target}`);
      }
    }
  }

  /** All rows, read again: none that was there before may have gone or changed. */
  sameAgain(rows: readonly StoredRow[]): void {
    const now = new Map(rows.map((row) => [row.id, row]));
    for (const row of this.#rows) {
      if (JSON.stringify(now.get(row.id)) === JSON.stringify(row)) continue;
      this.complaints.push(`row ${row.id} was stored, and is not there any more`);
    }
  }
}
