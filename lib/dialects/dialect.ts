// What a dialect is: lines become requests, replies and events become text. One folder or file each.

import type { ChatEvent } from "../domain/event.ts";
import type { UserName } from "../domain/names.ts";
import type { Problem } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import type { Request } from "../domain/request.ts";
import type { SafeText } from "../domain/text.ts";
import type { Theme } from "../domain/theme.ts";

/** What a program calls one of its lines, to know the answer by. */
export type Tag = SafeText | number;

export type Decoded =
  & (
    | { readonly kind: "login"; readonly name: SafeText; readonly password?: string }
    | { readonly kind: "request"; readonly request: Request }
    /** For example a blank line. */
    | { readonly kind: "nothing" }
    | { readonly kind: "refused"; readonly problem: Problem }
  )
  & {
    readonly tag?: Tag | undefined;
    /** What its user typed, where that is not the line itself: it is given back when it cannot be stored. */
    readonly typed?: SafeText;
  };

/**
 * Who looks at an event. `author-in-place`: the author's screen still shows the line as it was typed, and nothing
 * below it, so it may be painted over; `author`: it may not. `follower`: a reader who has seen the answer grow.
 */
export type View = "reader" | "author" | "author-in-place" | "follower";

export function isAuthors(view: View): view is "author" | "author-in-place" {
  return view === "author" || view === "author-in-place";
}

/** For whom a reply is written. */
export interface Addressee {
  /** Undefined before login. */
  readonly name: UserName | undefined;
  /** Milliseconds since 1970-01-01 UTC, for relative times. */
  readonly now: number;
  /** How wide the window is, in characters; undefined where nobody knows. */
  readonly columns?: number | undefined;
  /** The line that is answered; undefined where none is. */
  readonly asked?: Decoded | undefined;
}

/** The command that is answered, as its user called it. */
export function verbOf({ asked }: Addressee): SafeText | undefined {
  return asked?.kind === "request" ? asked.request.verb : undefined;
}

/**
 * Turns what the server says into text, line ends included; an empty string shows nothing. All viewers that share a
 * renderer (by identity) share one rendering, so it keeps no state and knows no viewer.
 */
export interface Renderer {
  /** Whether newcomers are shown the lobby: how many are there, what was said. For others neither is looked up. */
  readonly introduces: boolean;
  /** Whether its viewers see answers grow. Others get them whole, and no `answer-grew` is rendered for them. */
  readonly follows: boolean;
  event(event: ChatEvent, view: View, now: number): string;
  reply(reply: Reply, to: Addressee): string;
  refusal(problem: Problem, to: Addressee): string;
  /** Tells that live lines were left out because the viewer did not read fast enough, and how to read them. */
  skipped(lines: number, to: Addressee): string;
}

/** One per connection. */
export interface Dialect {
  readonly name: "terminal" | "login" | "json";
  /** The theme to begin with. */
  readonly theme: Theme;
  /** What the server says before the client has said anything; the prompt for a name included. */
  greet(): string;
  /** Asks again after a login was refused: for a name, or for the password of the name that was given. */
  prompt(problem: Problem): string;
  /** Whether the next line is a password, which the client's screen should not show. */
  readonly asksPassword: boolean;
  decode(line: string, loggedIn: boolean): Decoded;
  renderer(theme: Theme): Renderer;
}

/** How a connection began. */
export interface Opening {
  /** Whether the client sent its first line unasked, as programs do. */
  readonly spoke: boolean;
  /** Whether the port is for this dialect alone, so that no line has to tell it from others. */
  readonly alone: boolean;
}

export interface DialectFactory {
  readonly name: Dialect["name"];
  /** Whether a client with this first line speaks the dialect, on a port where several are spoken. */
  claims(firstLine: string): boolean;
  open(opening: Opening): Dialect;
}
