// Whether the user is in the chat: asks for name and password, logs in over each new connection, or stays away.

import type { Clock } from "../domain/clock.ts";
import { own, type SafeText, sanitise } from "../domain/text.ts";
import type { Tone } from "./conversation.ts";
import type { Link } from "./link.ts";
import { Login } from "./login.ts";

/** `asking`: for name or password; `offline`: it tries to come in; `out`: it does not, until the user wants it. */
export type Phase = "asking" | "offline" | "in" | "out";

export interface VisitPorts {
  readonly clock: Pick<Clock, "now">;
  readonly link: Pick<Link, "start" | "settled" | "drop" | "expectEnd">;
  /** Sends the line that logs in. */
  logIn(line: string): void;
  tell(tone: Tone, text: SafeText): void;
}

export class Visit {
  readonly login = new Login();
  readonly #ports: VisitPorts;
  #phase: Phase = "asking";
  #connected = false;
  #retryAt: number | undefined;

  constructor(ports: VisitPorts) {
    this.#ports = ports;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** When it is tried again, in milliseconds since 1970-01-01 UTC; undefined: it is being tried, or not at all. */
  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  opened(): void {
    this.#connected = true;
    this.#retryAt = undefined;
    if (this.#phase === "offline") this.#ports.logIn(this.login.line);
  }

  /** `wait`: milliseconds until it is tried again; null: it is not. */
  closed(why: string, wait: number | null): void {
    const { clock, tell } = this.#ports;
    this.#connected = false;
    // One outage is told once, however often it is tried again.
    const news = this.#retryAt === undefined || this.#phase === "in";
    if (wait !== null && news) {
      tell("status", own`No connection: ${sanitise(why)}. Trying again until there is one.`);
    }
    this.#retryAt = wait === null ? undefined : clock.now() + wait;
    if (this.#phase === "in") this.#phase = "offline";
  }

  /** The server has let the user in; true for the first time. */
  welcome(): boolean {
    this.#phase = "in";
    this.#ports.link.settled();
    const first = this.login.welcome();
    if (!first) this.#ports.tell("status", own`Connected again.`);
    return first;
  }

  /** The server has not let the user in. */
  refused(code: string): void {
    const { link } = this.#ports;
    switch (this.login.refuse(code)) {
      case "ask":
        // Nobody waits with a connection for somebody who has to think.
        this.#phase = "asking";
        return link.expectEnd();
      case "later":
        return link.drop("the server did not let you in yet");
      case "never":
        return this.leave();
    }
  }

  /** Takes the line that was asked for. */
  give(line: string): void {
    const problem = this.login.give(line);
    if (problem !== undefined) this.#ports.tell("refusal", problem);
    else if (this.login.asks === undefined) this.come();
  }

  /** Comes in, over the connection that stands or over a new one. */
  come(): void {
    this.#phase = "offline";
    this.#ports.link.start();
    if (this.#connected) this.#ports.logIn(this.login.line);
  }

  /** Does not come back by itself when the server closes. */
  leave(): void {
    this.#phase = "out";
    this.#ports.link.expectEnd();
  }
}
