// The life of a connection: its lines become requests, their outcomes replies, and its end a departure.

import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import type { SessionId } from "../domain/ids.ts";
import { NotStored, type Problem, problem, Refusal } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import type { Request } from "../domain/request.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Decoded, Dialect, DialectFactory } from "../dialects/dialect.ts";
import type { CloseReason, Connection, Line } from "../net/connection.ts";
import type { Actor, Preferences } from "../services/actor.ts";
import type { Services } from "../services/services.ts";
import type { Hub } from "./hub.ts";
import { receive } from "./reception.ts";
import type { Router } from "./router.ts";
import { SessionViewer } from "./session_viewer.ts";

const log = getLogger(["parley", "session"]);

/** Milliseconds before a departure that could not be stored is tried again: doubled each time. */
const DEPART_AGAIN = { first: 1000, most: 60_000 };

/** Lines of one client that may wait for their decision before further ones are taken. */
const MOST_UNDECIDED = 100;
/** Milliseconds that the lines of one client may take before everybody else has a turn. */
const SLICE = 5;

export interface SessionOptions {
  readonly router: Router;
  readonly services: Services;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly terminal: DialectFactory;
}

export class Session {
  readonly #id: SessionId;
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  /** The dialect and what is shown; there once the client has spoken or kept silent. */
  #talk:
    | { readonly dialect: Dialect; readonly viewer: SessionViewer; readonly preferences: Preferences }
    | undefined;
  #actor: Actor | undefined;
  #entries = 0;
  /** Settles when every line that was read before is decided and answered. */
  #decided: Promise<void> = Promise.resolve();
  /** How many lines wait to be decided. */
  #undecided = 0;
  #endPause: (() => void) | undefined;

  constructor(id: SessionId, connection: Connection, options: SessionOptions) {
    this.#id = id;
    this.#connection = connection;
    this.#options = options;
  }

  /** Serves the connection until it ends; never rejects. */
  async run(): Promise<void> {
    let reason: CloseReason = "end";
    try {
      reason = await this.#serve();
    } catch (error) {
      log.error("a session failed", { session: this.#id, error });
      reason = "error";
    }
    await this.#depart(reason);
    this.#connection.close(reason);
    log.info("disconnect", {
      session: this.#id,
      name: this.#actor?.name,
      reason: await this.#connection.closed,
    });
  }

  /** Says a last word and ends the connection. The departure is left to the caller, who ends all sessions at once. */
  shutDown(text: SafeText): void {
    this.#actor = undefined;
    this.#endPause?.();
    const { viewer } = this.#talk ?? {};
    const now = this.#options.clock.now();
    viewer?.answer(viewer.renderer.event({ type: "notice", text, at: now }, "reader", now));
    this.#connection.close("shutdown");
  }

  async #serve(): Promise<CloseReason> {
    log.info("connect", { session: this.#id, address: this.#connection.peer.address });
    const lines = this.#connection.lines()[Symbol.asyncIterator]();
    const welcome = await receive(this.#connection, lines, this.#options.terminal, this.#options.clock);
    if (welcome.kind === "gone") return "end";
    if (welcome.kind === "turned-away") {
      log.info("turned away", { session: this.#id, why: welcome.why });
      this.#connection.send(new TextEncoder().encode(welcome.text));
      return "refused";
    }
    this.#begin(welcome.dialect);
    let line: Line | undefined = welcome.first;
    let worked = 0;
    while (true) {
      const began = performance.now();
      if (line && await this.#take(line) === "quit") return "quit";
      worked += performance.now() - began;
      // Whoever sends much at once must not hold up everybody else until the last of it.
      if (worked >= SLICE) {
        worked = 0;
        await othersTurn();
      }
      const next: IteratorResult<Line> = await lines.next();
      if (next.done) break;
      line = next.value;
    }
    await this.#decided;
    return "end";
  }

  #begin(dialect: Dialect): void {
    const preferences: Preferences = {
      theme: dialect.theme,
      ignored: new Set(),
      conversation: undefined,
      lastSender: undefined,
    };
    const viewer = new SessionViewer(this.#id, this.#connection, dialect, preferences);
    this.#talk = { dialect, viewer, preferences };
    this.#options.hub.register(viewer);
    this.#connection.onSkipped = (lines) =>
      new TextEncoder().encode(viewer.renderer.skipped(lines, this.#addressee()));
    viewer.answer(dialect.greet());
  }

  async #take(line: Line): Promise<"quit" | void> {
    const { dialect, viewer } = this.#talking();
    // Whoever does not read its answers is not heard any further.
    await this.#connection.drained();
    const seen = viewer.lineRead();
    if (seen.length > 0 && this.#actor) {
      this.#options.services.direct.seen(this.#actor, seen).catch((error) => {
        // They stay queued and come again at the next login.
        log.error("a delivery could not be stored", { session: this.#id, error });
      });
    }
    if (line.kind === "too-long") {
      await this.#decided;
      return this.#refuse(
        problem("line-too-long", "That line is over 4,096 bytes and was left out. Send it in parts."),
      );
    }
    const decoded = dialect.decode(line.text, this.#actor !== undefined);
    if (decoded.kind === "nothing") return;
    try {
      if (decoded.kind === "request") return await this.#request(decoded.request, line.text);
      await this.#decided;
      if (decoded.kind === "refused") this.#refuse(decoded.problem);
      else await this.#logIn(decoded);
    } catch (error) {
      this.#fail(error, line.text);
    }
  }

  /** Runs the command that was `typed`. One that only appends is not waited for: the journal keeps the order. */
  async #request(request: Request, typed: string): Promise<"quit" | void> {
    const { router } = this.#options;
    const actor = this.#actor;
    if (!actor) {
      if (request.verb === "quit") return this.#show({ kind: "bye" });
      throw new Refusal(problem("not-logged-in", "Log in first."));
    }
    const command = router.find(request);
    if (command.pipelined) {
      if (this.#undecided >= MOST_UNDECIDED) {
        await this.#decided;
        await othersTurn();
      }
      this.#undecided++;
      const running = router.run(command, request, actor)
        .then((reply) => void this.#show(reply), (error) => this.#fail(error, typed))
        .then(() => void this.#undecided--);
      this.#decided = this.#decided.then(() => running);
      return;
    }
    await this.#decided;
    return this.#show(await router.run(command, request, actor));
  }

  async #logIn({ name }: Decoded & { readonly kind: "login" }): Promise<void> {
    const { dialect, viewer, preferences } = this.#talking();
    const { presence, direct } = this.#options.services;
    try {
      const { user, lobby, arrival, theme, ignored } = await presence.open(
        this.#id,
        name,
        this.#nextEntryId(),
      );
      if (theme) preferences.theme = theme;
      for (const each of ignored) preferences.ignored.add(each);
      this.#actor = {
        session: this.#id,
        user: user.id,
        name: user.name,
        preferences,
        nextEntryId: () => this.#nextEntryId(),
      };
      const queued = direct.queued(user.id).filter(({ id }) => id < arrival);
      const welcome = {
        kind: "welcome",
        name: user.name,
        lobby,
        present: presence.countInLobby(lobby.id),
        replay: presence.replay(lobby.id, user.id, arrival),
        queued,
      } as const;
      viewer.entered(viewer.renderer.reply(welcome, this.#addressee()), queued);
      log.info("login", { session: this.#id, name: user.name, dialect: dialect.name });
    } catch (error) {
      this.#fail(error, name);
      viewer.answer(dialect.prompt());
    }
  }

  #show(reply: Reply): "quit" | void {
    const { viewer } = this.#talking();
    viewer.answer(viewer.renderer.reply(reply, this.#addressee()));
    if (reply.kind === "bye") return "quit";
  }

  #refuse(problem: Problem): void {
    const { viewer } = this.#talking();
    viewer.answer(viewer.renderer.refusal(problem, this.#addressee()));
  }

  /** Tells the author what became of a line that failed; what it said is given back, never lost. */
  #fail(error: unknown, said: string): void {
    if (error instanceof Refusal) return this.#refuse(error.problem);
    const stored = error instanceof NotStored;
    log.error(stored ? "an entry could not be stored" : "a request failed", { session: this.#id, error });
    const what = stored ? "That could not be stored, so nobody has seen it" : "Something went wrong here";
    this.#refuse(problem(stored ? "not-stored" : "internal", `${what}. Try again: ${sanitise(said)}`));
  }

  /** While a departure cannot be stored the name stays taken, so it is tried again until it is or the server stops. */
  async #depart(reason: CloseReason): Promise<void> {
    const { hub, services } = this.#options;
    await this.#decided;
    for (let wait = DEPART_AGAIN.first; this.#actor; wait = Math.min(2 * wait, DEPART_AGAIN.most)) {
      try {
        await services.presence.close(this.#actor);
        break;
      } catch (error) {
        log.error("a departure could not be stored", { session: this.#id, error });
        this.#connection.close(reason);
        await this.#pause(wait);
      }
    }
    hub.forget(this.#id);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  #talking() {
    if (!this.#talk) throw new Error("the dialect is not known yet");
    return this.#talk;
  }

  #addressee() {
    return { name: this.#actor?.name, now: this.#options.clock.now() };
  }

  #nextEntryId(): string {
    return `${this.#id}/${this.#entries++}`;
  }
}
