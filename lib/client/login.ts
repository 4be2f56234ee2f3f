// Who the user says to be: which of name and password is asked for next, after what the server makes of them.

import { nameKey, parseUserName, type UserName } from "../domain/names.ts";
import { isProblem } from "../domain/problem.ts";
import { type SafeText, sanitise } from "../domain/text.ts";

/** What comes of a refusal: something is asked for, it is tried again later, or never. */
export type Verdict = "ask" | "later" | "never";

export class Login {
  #name: UserName | undefined;
  #password = "";
  #asks: "name" | "password" | undefined = "name";
  #welcomed = false;

  get name(): UserName | undefined {
    return this.#name;
  }

  /** What the next line is; undefined: nothing is asked for. */
  get asks(): "name" | "password" | undefined {
    return this.#asks;
  }

  /** Takes the line that was asked for; a sentence when it cannot be right. */
  give(line: string): SafeText | undefined {
    const text = sanitise(line).trim();
    if (this.#asks === "password" && text === "") {
      // The way back to another name, as in the terminal dialect.
      this.#asks = "name";
      return undefined;
    }
    if (this.#asks === "password") this.#password = text;
    else {
      const name = parseUserName(line);
      if (isProblem(name)) return sanitise(name.text);
      this.#name = name;
      this.#password = "";
    }
    this.#asks = undefined;
    return undefined;
  }

  /** The password is another one from now on. */
  remember(password: SafeText): void {
    this.#password = password;
  }

  /** The line of a person who logs in. */
  get line(): string {
    return `/login ${this.#name} ${this.#password}`.trimEnd();
  }

  isMe(name: UserName): boolean {
    return this.#name !== undefined && nameKey(name) === nameKey(this.#name);
  }

  /** The server has let the user in; true for the first time. */
  welcome(): boolean {
    const first = !this.#welcomed;
    this.#welcomed = true;
    return first;
  }

  refuse(code: string): Verdict {
    switch (code) {
      case "password-required":
      case "bad-password":
        this.#password = "";
        this.#asks = "password";
        return "ask";
      case "username-taken":
        // After a break, by the connection that the server has not missed yet.
        if (this.#welcomed) return "later";
        this.#asks = "name";
        return "ask";
      case "invalid-username":
        this.#asks = "name";
        return "ask";
      case "banned":
        return "never";
      default:
        return "later";
    }
  }
}
