// The life of a connection: reception, lines for as long as they come, and at its end a departure.

import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import type { EntryId, SessionId } from "../domain/ids.ts";
import { problem } from "../domain/problem.ts";
import type { SafeText } from "../domain/text.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { CloseReason, Connection } from "../net/connection.ts";
import type { Services } from "../services/services.ts";
import { Dialogue } from "./dialogue.ts";
import type { Hub } from "./hub.ts";
import { IdleWatch } from "./idle_watch.ts";
import { type Port, receive } from "./reception.ts";
import type { Router } from "./router.ts";

const log = getLogger(["parley", "session"]);

/** Milliseconds before a departure that could not be stored is tried again: doubled each time. */
const DEPART_AGAIN = { first: 1000, most: 60_000 };

/** Milliseconds within which a client has to log in. */
const LOGIN_DEADLINE = 60_000;
/** Milliseconds before the end of an idle session at which it is warned. */
const IDLE_WARNING = 60_000;

/** Milliseconds that the lines of one client may take before everybody else has a turn. */
const SLICE = 5;

export interface SessionOptions {
  readonly router: Router;
  readonly services: Services;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly newEntryId: () => EntryId;
  /** Milliseconds without a line after which somebody is logged out; 0 = never. */
  readonly idleTimeouts: Readonly<Record<Dialect["name"], number>>;
}

export class Session {
  readonly #id: SessionId;
  readonly #connection: Connection;
  readonly #port: Port;
  readonly #options: SessionOptions;
  /** There once the client has spoken or kept silent. */
  #dialogue: Dialogue | undefined;
  #endPause: (() => void) | undefined;
  /** Undefined: may be silent for ever. */
  #idle: IdleWatch | undefined;

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
    let reason: CloseReason | undefined;
    try {
      reason = await this.#receive();
      let began = performance.now();
      // Most connections wait in this loop, so it is here: another function to wait for would cost each of them half a
      // kilobyte.
      while (reason === undefined) {
        const line = this.#connection.nextLine();
        if (line === undefined) {
          const arrival = this.#connection.arrival();
          if (arrival === undefined) break;
          await arrival;
          // What has just come in came after a turn of everybody else.
          began = performance.now();
          continue;
        }
        if (this.#dialogue?.actor) this.#idle?.touch();
        const taken = this.#dialogue?.take(line);
        // Those that are not waited for are few at a time.
        if (taken === undefined) continue;
        if (await taken === "quit") reason = "quit";
        // Whoever sends much at once must not hold up everybody else until the last of it.
        if (performance.now() - began >= SLICE) {
          await othersTurn();
          began = performance.now();
        }
      }
    } catch (error) {
      log.error("a session failed", { session: this.#id, error });
      reason = "error";
    }
    await this.#leave(reason ?? "end");
  }

  /** Says a last word and ends the connection. The departure is left to the caller, who ends all sessions at once. */
  shutDown(text: SafeText): void {
    this.#dialogue?.forgetActor();
    this.#endPause?.();
    const notice = { type: "notice", text, at: this.#options.clock.now() } as const;
    this.#close("shutdown", this.#dialogue?.render(notice));
  }

  #close(reason: CloseReason, lastWords = ""): void {
    this.#connection.close(reason, new TextEncoder().encode(lastWords));
  }

  /** Begins the dialogue; or yields why there is none. */
  async #receive(): Promise<CloseReason | undefined> {
    log.info("connect", { session: this.#id, address: this.#connection.peer.address });
    const welcome = await receive(this.#connection, this.#port, this.#options.clock);
    switch (welcome.kind) {
      case "dialect":
        this.#begin(welcome.dialect);
        return undefined;
      case "turned-away":
        log.info("turned away", { session: this.#id, why: welcome.why });
        this.#connection.out.send(new TextEncoder().encode(welcome.text));
        return "refused";
      case "gone":
        return "end";
      default:
        return welcome satisfies never;
    }
  }

  async #leave(reason: CloseReason): Promise<void> {
    this.#idle?.[Symbol.dispose]();
    const name = this.#dialogue?.actor?.name;
    await this.#depart(reason);
    this.#connection.close(reason);
    log.info("disconnect", { session: this.#id, name, reason: await this.#connection.closed });
  }

  #begin(dialect: Dialect): void {
    const { router, services, hub, clock, newEntryId } = this.#options;
    this.#dialogue = new Dialogue({
      session: this.#id,
      connection: this.#connection,
      dialect,
      router,
      services,
      hub,
      clock,
      newEntryId,
      onLogin: () => this.#watchIdle(dialect),
    });
  }

  #watchIdle(dialect: Dialect): void {
    const { clock, idleTimeouts } = this.#options;
    this.#idle?.[Symbol.dispose]();
    const limit = idleTimeouts[dialect.name];
    this.#idle = limit === 0 ? undefined : new IdleWatch({
      clock,
      limit,
      warning: IDLE_WARNING,
      onWarning: () => {
        this.#dialogue?.tell({ type: "idle-warning", seconds: IDLE_WARNING / 1000, at: clock.now() });
      },
      onEnd: () => this.#close("idle", this.#dialogue?.render({ type: "idle-end", at: clock.now() })),
    });
  }

  #turnAway(text: string): void {
    this.#close("idle", this.#dialogue?.renderRefusal(problem("not-logged-in", text)));
  }

  /** While a departure cannot be stored the name stays taken, so it is tried again until it is or the server stops. */
  async #depart(reason: CloseReason): Promise<void> {
    const dialogue = this.#dialogue;
    if (!dialogue) return;
    await dialogue.decided();
    for (let wait = DEPART_AGAIN.first; dialogue.actor; wait = Math.min(2 * wait, DEPART_AGAIN.most)) {
      try {
        await this.#options.services.presence.close(dialogue.actor);
        break;
      } catch (error) {
        log.error("a departure could not be stored", { session: this.#id, error });
        this.#connection.close(reason);
        await this.#pause(wait);
      }
    }
    this.#options.hub.forget(this.#id);
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
}
