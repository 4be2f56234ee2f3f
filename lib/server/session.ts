// The life of a connection: its lines become requests, their outcomes replies, and its end a departure.

import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import type { PassingEvent, Presence } from "../domain/event.ts";
import type { SessionId } from "../domain/ids.ts";
import { NotStored, type Problem, problem, Refusal } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Addressee, Decoded, Dialect } from "../dialects/dialect.ts";
import type { CloseReason, Connection, Line } from "../net/connection.ts";
import type { Actor, Preferences } from "../services/actor.ts";
import type { Services } from "../services/services.ts";
import { Entrance } from "./entrance.ts";
import type { Hub } from "./hub.ts";
import { type Port, receive } from "./reception.ts";
import type { Router } from "./router.ts";
import { IdleWatch } from "./idle_watch.ts";
import { SessionViewer } from "./session_viewer.ts";

const log = getLogger(["parley", "session"]);

/** Milliseconds before a departure that could not be stored is tried again: doubled each time. */
const DEPART_AGAIN = { first: 1000, most: 60_000 };

/** Lines of one client that may wait for their decision before further ones are taken. */
const MOST_UNDECIDED = 100;
/** Milliseconds within which a client has to log in. */
const LOGIN_DEADLINE = 60_000;
/** Milliseconds before the end of an idle session at which it is warned. */
const IDLE_WARNING = 60_000;

/** Milliseconds that the lines of one client may take before everybody else has a turn. */
const SLICE = 5;

const INTERNAL = problem("internal", "");

export interface SessionOptions {
  readonly router: Router;
  readonly services: Services;
  readonly hub: Hub;
  readonly clock: Clock;
  /** Milliseconds without a line after which somebody is logged out; 0 = never. */
  readonly idleTimeouts: Readonly<Record<Dialect["name"], number>>;
}

export class Session {
  readonly #id: SessionId;
  readonly #connection: Connection;
  readonly #port: Port;
  readonly #options: SessionOptions;
  /** The dialect and what is shown; there once the client has spoken or kept silent. */
  #talk:
    | { readonly dialect: Dialect; readonly viewer: SessionViewer; readonly entrance: Entrance }
    | undefined;
  #actor: Actor | undefined;
  #entries = 0;
  /** Settles when every line that was read before is decided and answered. */
  #decided: Promise<void> = Promise.resolve();
  /** How many lines wait to be decided. */
  #undecided = 0;
  #endPause: (() => void) | undefined;
  #idle: IdleWatch;

  constructor(id: SessionId, connection: Connection, port: Port, options: SessionOptions) {
    this.#id = id;
    this.#connection = connection;
    this.#port = port;
    this.#options = options;
    this.#idle = new IdleWatch({
      clock: options.clock,
      limit: LOGIN_DEADLINE,
      warning: 0,
      onWarning: () => {},
      onEnd: () => this.#turnAway("Logging in took too long. Come again!"),
    });
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
    this.#idle[Symbol.dispose]();
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
    const now = this.#options.clock.now();
    this.#close(
      "shutdown",
      this.#talk?.viewer.renderer.event({ type: "notice", text, at: now }, "reader", now),
    );
  }

  #close(reason: CloseReason, lastWords = ""): void {
    this.#connection.close(reason, new TextEncoder().encode(lastWords));
  }

  async #serve(): Promise<CloseReason> {
    log.info("connect", { session: this.#id, address: this.#connection.peer.address });
    const lines = this.#connection.lines()[Symbol.asyncIterator]();
    const welcome = await receive(this.#connection, lines, this.#port, this.#options.clock);
    if (welcome.kind === "gone") return "end";
    if (welcome.kind === "turned-away") {
      log.info("turned away", { session: this.#id, why: welcome.why });
      this.#connection.send(new TextEncoder().encode(welcome.text));
      return "refused";
    }
    this.#begin(welcome.dialect);
    let line: Line | undefined = welcome.first;
    let worked = 0;
    let { arrivals } = this.#connection;
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
      // What has just come in came after a turn of everybody else.
      if (arrivals !== this.#connection.arrivals) worked = 0;
      arrivals = this.#connection.arrivals;
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
    const viewer = new SessionViewer({
      session: this.#id,
      connection: this.#connection,
      dialect,
      preferences,
      onMoved: (arrival) => this.#moved(arrival),
    });
    const entrance = new Entrance({
      session: this.#id,
      address: this.#connection.peer.address,
      services: this.#options.services,
      preferences,
      nextEntryId: () => this.#nextEntryId(),
    });
    this.#talk = { dialect, viewer, entrance };
    this.#options.hub.register(viewer);
    this.#connection.onSkipped = (lines) =>
      new TextEncoder().encode(viewer.renderer.skipped(lines, this.#addressee()));
    viewer.answer(dialect.greet());
  }

  async #take(line: Line): Promise<"quit" | void> {
    const { dialect, viewer } = this.#talking();
    if (this.#actor) this.#idle.touch();
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
    const typed = decoded.typed ?? line.text;
    try {
      if (decoded.kind === "request") return await this.#request(decoded, typed);
      await this.#decided;
      if (decoded.kind === "refused") this.#refuse(decoded.problem, decoded);
      else if (await this.#logIn(decoded)) return "quit";
    } catch (error) {
      this.#fail(error, typed, decoded);
    }
  }

  /** Runs the command that was `typed`. One that only appends is not waited for: the journal keeps the order. */
  async #request(asked: Decoded & { readonly kind: "request" }, typed: string): Promise<"quit" | void> {
    const { router } = this.#options;
    const { request } = asked;
    const actor = this.#actor;
    if (!actor) {
      if (request.verb === "quit") return this.#show({ kind: "bye" }, asked);
      if (request.verb === "ping") return this.#show({ kind: "pong" }, asked);
      throw new Refusal(problem("not-logged-in", "Log in first."));
    }
    const command = router.find(request);
    const said = command.secret ? `/${request.verb}` : typed;
    if (command.pipelined) {
      if (this.#undecided >= MOST_UNDECIDED) {
        await this.#decided;
        await othersTurn();
      }
      this.#undecided++;
      const running = router.run(command, request, actor)
        .then((reply) => void this.#show(reply, asked), (error) => this.#fail(error, said, asked))
        .then(() => void this.#undecided--);
      this.#decided = this.#decided.then(() => running);
      return;
    }
    await this.#decided;
    try {
      return this.#show(await router.run(command, request, actor), asked);
    } catch (error) {
      this.#fail(error, said, asked);
    }
  }

  /** True when the connection is to be closed: too many wrong passwords. */
  async #logIn(login: Decoded & { readonly kind: "login" }): Promise<boolean> {
    const { dialect, viewer, entrance } = this.#talking();
    this.#connection.hideInput(false);
    try {
      const opened = await entrance.open(login);
      this.#actor = opened.actor;
      log.info("login", { session: this.#id, name: opened.actor.name, dialect: dialect.name });
      this.#watchIdle();
      const welcome = entrance.welcome(opened);
      viewer.welcome(viewer.renderer.reply(welcome, this.#addressee(login)), welcome.queued);
    } catch (error) {
      this.#fail(error, login.name, login);
      // Who is in, but could not be greeted, sees what comes live.
      if (this.#actor) viewer.welcome("", []);
      else if (entrance.closed) {
        this.#refuse(problem("too-many-tries", "Too many wrong passwords. Goodbye!"));
        return true;
      } else {
        viewer.answer(dialect.prompt(error instanceof Refusal ? error.problem : INTERNAL));
        this.#connection.hideInput(dialect.asksPassword);
      }
    }
    return false;
  }

  /** What somebody is shown who came from another lobby, by its own will or not. */
  #moved({ lobby: { id }, from, id: arrival }: Presence): string {
    const { presence, lobbies } = this.#options.services;
    try {
      const replay = presence.replay(id, from.id, arrival);
      const reply = { kind: "entered", lobby: lobbies.summary(id), replay } as const;
      return this.#talking().viewer.renderer.reply(reply, this.#addressee());
    } catch (error) {
      log.error("a lobby could not be shown", { session: this.#id, error });
      return "";
    }
  }

  #watchIdle(): void {
    const { clock, idleTimeouts } = this.#options;
    const { dialect, viewer } = this.#talking();
    const render = (event: PassingEvent) => viewer.renderer.event(event, "reader", event.at);
    this.#idle[Symbol.dispose]();
    this.#idle = new IdleWatch({
      clock,
      limit: idleTimeouts[dialect.name],
      warning: IDLE_WARNING,
      onWarning: () => {
        const seconds = IDLE_WARNING / 1000;
        viewer.answer(render({ type: "idle-warning", seconds, at: clock.now() }));
      },
      onEnd: () => this.#close("idle", render({ type: "idle-end", at: clock.now() })),
    });
  }

  #turnAway(text: string): void {
    const { viewer } = this.#talk ?? {};
    this.#close("idle", viewer?.renderer.refusal(problem("not-logged-in", text), this.#addressee()));
  }

  #show(reply: Reply, asked: Decoded): "quit" | void {
    const { viewer } = this.#talking();
    viewer.answer(viewer.renderer.reply(reply, this.#addressee(asked)));
    if (reply.kind === "bye") return "quit";
  }

  #refuse(problem: Problem, asked?: Decoded): void {
    const { viewer } = this.#talking();
    viewer.answer(viewer.renderer.refusal(problem, this.#addressee(asked)));
  }

  /** Tells the author what became of a line that failed; what it said is given back, never lost. */
  #fail(error: unknown, said: string, asked: Decoded): void {
    if (error instanceof Refusal) return this.#refuse(error.problem, asked);
    const stored = error instanceof NotStored;
    log.error(stored ? "an entry could not be stored" : "a request failed", { session: this.#id, error });
    const what = stored ? "That could not be stored, so nobody has seen it" : "Something went wrong here";
    this.#refuse(problem(stored ? "not-stored" : "internal", `${what}. Try again: ${sanitise(said)}`), asked);
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

  #addressee(asked?: Decoded): Addressee {
    const { columns } = this.#connection;
    return { name: this.#actor?.name, now: this.#options.clock.now(), columns, asked };
  }

  #nextEntryId(): string {
    return `${this.#id}/${this.#entries++}`;
  }
}
