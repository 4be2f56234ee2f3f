// Kills a server time after time, each time on the store that the kill before has left, and checks what is left of what
// its clients have seen.

import { INDEX_FILE } from "../../../lib/store/search_index.ts";
import { Random } from "../random.ts";
import { Judge } from "./judge.ts";
import { openStore, startServer, troublesOf } from "./server.ts";
import { unsound, unsoundAtRest, unsoundIndex } from "./soundness.ts";
import { speeches } from "./speech.ts";
import { auditedActs, deliveredIds, rowsAfter } from "./stored.ts";
import { NAMES, settle, User, ward } from "./users.ts";
import { type Visit, Visitor } from "./visitor.ts";

export interface CrashOptions {
  /** A folder that is empty; the store is left in it. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Called after each kill with the number of kills so far. */
  readonly onKill?: (kills: number) => void;
  /** Ends it between two kills. */
  readonly signal?: AbortSignal;
}

export interface CrashResult {
  /** Up to the kill that showed the first of the complaints. */
  readonly kills: number;
  /** What is wrong, in sentences; empty: nothing. */
  readonly complaints: readonly string[];
  /** Lines and direct messages that are stored, and how often one of them was seen. */
  readonly totals: { readonly said: number; readonly direct: number; readonly seen: number };
}

/** Milliseconds within which a kill comes: after the process was started, and after the first user has come in. */
const WHILE_STARTING = 250;
const UNDER_LOAD = 500;
/** Share of the kills that meet a server which does not listen yet. */
const EARLY = 0.1;

/** Runs it; ends early with the first complaints. */
export async function killTimeAfterTime(options: CrashOptions): Promise<CrashResult> {
  const rounds = new Rounds(options);
  const kills = await rounds.run();
  return { kills, complaints: rounds.judge.complaints, totals: rounds.judge.totals };
}

class Rounds {
  readonly judge = new Judge();
  readonly #options: CrashOptions;
  readonly #random: Random;
  readonly #users = NAMES.map((name) => new User(name));

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async run(): Promise<number> {
    const { kills, onKill, signal } = this.#options;
    // The first kill meets a server that makes its database.
    await this.#killWhileStarting();
    onKill?.(1);
    await this.#settle();
    let visits: readonly Visit[] = [];
    for (let kill = 2; kill <= kills; kill++) {
      if (this.#random.chance(EARLY)) await this.#killWhileStarting();
      else visits = await this.#killUnderLoad(visits);
      signal?.throwIfAborted();
      onKill?.(kill);
      if (this.judge.complaints.length > 0) return kill;
    }
    await this.#comeBack(visits);
    return kills;
  }

  async #killWhileStarting(): Promise<void> {
    await using server = startServer(this.#options.folder);
    const moment = Promise.withResolvers<void>();
    setTimeout(moment.resolve, this.#random.below(WHILE_STARTING));
    await moment.promise;
    server.signal("SIGKILL");
    await server.ended();
  }

  async #settle(): Promise<void> {
    await using server = startServer(this.#options.folder);
    await settle(await server.port());
    server.signal("SIGKILL");
    await server.ended();
  }

  /** Yields what was seen of the server by those who were there when it was killed. `earlier`: of the kill before. */
  async #killUnderLoad(earlier: readonly Visit[]): Promise<readonly Visit[]> {
    // Ended below, as what it has logged is looked at then.
    await using server = startServer(this.#options.folder);
    const port = await server.port();
    this.#check(earlier);
    const random = this.#random;
    const coming = this.#users.filter(() => random.chance(0.8));
    const delay = random.below(UNDER_LOAD);
    let killed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function killSoon(): void {
      timer ??= setTimeout(() => {
        killed = true;
        server.signal("SIGKILL");
      }, delay);
    }
    const lives = [
      ward(port, new Random(random.next()), killSoon),
      ...coming.map((user) => user.live(port, new Random(random.next()), killSoon)),
    ];
    try {
      return (await Promise.all(lives.map(async (life) => {
        const visits = await life;
        const name = visits.at(-1)?.name;
        if (!killed) this.judge.complaints.push(`${name} was sent away by a server that was not killed`);
        return visits;
      }))).flat();
    } finally {
      clearTimeout(timer);
      await server[Symbol.asyncDispose]();
      this.judge.complaints.push(...troublesOf(server));
    }
  }

  /** Everybody comes once more and gets what is left; then all is looked at again. */
  async #comeBack(earlier: readonly Visit[]): Promise<void> {
    await using server = startServer(this.#options.folder);
    const port = await server.port();
    this.#check(earlier);
    const visits: Visit[] = [];
    for (const name of NAMES) {
      const visitor = await Visitor.enter(port, name, speeches.json);
      if (!visitor) throw new Error("the server has ended");
      await visitor.quit();
      visits.push(visitor);
    }
    server.signal("SIGTERM");
    const { code } = await server.ended();
    if (code !== 0) this.judge.complaints.push(`the server ended with ${code}`);
    this.judge.complaints.push(...troublesOf(server));
    this.#check(visits);
    this.judge.everythingDelivered();
    using store = openStore(this.#options.folder);
    this.judge.sameAgain(rowsAfter(store, 0));
  }

  /** After a start, before anybody has come. */
  #check(visits: readonly Visit[]): void {
    const { judge } = this;
    const { folder } = this.#options;
    using store = openStore(folder);
    judge.complaints.push(
      ...unsound(store),
      ...unsoundIndex(store, `${folder}/data/${INDEX_FILE}`),
      ...unsoundAtRest(store),
    );
    judge.rows(rowsAfter(store, judge.lastId));
    for (const visit of visits) judge.visit(visit);
    judge.everybodyLeft();
    judge.countAsDelivered(deliveredIds(store));
    judge.audited(auditedActs(store));
  }
}
