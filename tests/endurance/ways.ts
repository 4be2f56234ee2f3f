// The ways into the chat: which port, in which dialect, and how to tell there that one is in, heard, or sent away.

import type { StreamRules } from "./stream_check.ts";

export type PortName = "tcp" | "tls" | "login" | "json";

/** A dialect as its clients speak it. */
export interface Speech {
  readonly dialect: "terminal" | "login" | "json";
  enter(name: string): string;
  /** A plain line, and a command as people type it, without its slash. */
  say(text: string): string;
  command(typed: string): string;
  /** Lines that are answered by one that matches, when all that was sent before is answered; `mark` is a number. */
  ping(mark: number): string;
  pong(mark: number): RegExp;
  /** What comes instead when the name may not come in. */
  readonly refused: RegExp;
  /** The last words to somebody who was sent away or guessed too often. */
  readonly farewell: RegExp;
}

export interface Way {
  readonly name: string;
  readonly port: PortName;
  readonly speech: Speech;
  /** Whether it waits for the prompt, as a person does. */
  readonly person: boolean;
  readonly tls: boolean;
  /** Bytes that open the connection. */
  readonly opening: Uint8Array;
}

export const PROMPT = "[ENTER YOUR NAME]: ";
const DISMISSED = "You were (kicked|banned)|Your address was banned|You logged in elsewhere";

const terminal: Speech = {
  dialect: "terminal",
  enter: (name) => name,
  say: (text) => text.startsWith("/") ? `/${text}` : text,
  command: (typed) => `/${typed}`,
  ping: () => "/ping",
  pong: () => /^pong$/m,
  // deno-lint-ignore no-control-regex
  refused: /(?:^|\[ENTER YOUR NAME\]: |\[PASSWORD\]: )(?:\x1b\[[\d;]+m)?! /m,
  farewell: new RegExp(`! (?:${DISMISSED}|Too many wrong passwords)`),
};

const login: Speech = {
  dialect: "login",
  enter: (name) => `LOGIN ${name}`,
  say: (text) => `MSG ${text}`,
  command(typed) {
    const [, verb = "", rest = ""] = /^(\S*)(.*)$/s.exec(typed) ?? [];
    const own = ({ msg: "DM", users: "WHO" } as Readonly<Record<string, string>>)[verb];
    return (own ?? verb.toUpperCase()) + rest;
  },
  ping: () => "PING",
  pong: () => /^PONG$/m,
  refused: /^ERR /m,
  farewell: new RegExp(`^INFO (?:${DISMISSED})|^ERR too-many-tries`, "m"),
};

const json: Speech = {
  dialect: "json",
  enter: (name) => JSON.stringify({ body: `/login ${name}` }),
  say: (text) => JSON.stringify({ body: terminal.say(text) }),
  command: (typed) => JSON.stringify({ body: `/${typed}` }),
  ping: (mark) => JSON.stringify({ body: "/ping", ref: `ping ${mark}` }),
  pong: (mark) => new RegExp(`"ref":"ping ${mark}"`),
  refused: /"type":"error"/,
  farewell: /"type":"dismissed"|"code":"too-many-tries"/,
};

/** Clients of old. */
const bareJson: Speech = { ...json, enter: (name) => name };

/** A telnet client that tells of its window: 80 columns, 24 rows (RFC 1073). */
const TELNET_OPENING = Uint8Array.of(255, 251, 31, 255, 253, 3, 255, 250, 31, 0, 80, 0, 24, 255, 240);

const plain = { person: false, tls: false, opening: new Uint8Array(0) } as const;

export const ways = {
  script: { ...plain, name: "script", port: "tcp", speech: terminal },
  person: { ...plain, name: "person", port: "tcp", speech: terminal, person: true },
  telnet: { ...plain, name: "telnet", port: "tcp", speech: terminal, person: true, opening: TELNET_OPENING },
  login: { ...plain, name: "login", port: "tcp", speech: login },
  loginPort: { ...plain, name: "login-port", port: "login", speech: login },
  json: { ...plain, name: "json", port: "tcp", speech: json },
  jsonPort: { ...plain, name: "json-port", port: "json", speech: json },
  bareJson: { ...plain, name: "bare-json", port: "json", speech: bareJson },
  tls: { ...plain, name: "tls", port: "tls", speech: terminal, tls: true },
  tlsLogin: { ...plain, name: "tls-login", port: "tcp", speech: login, tls: true },
} as const satisfies Readonly<Record<string, Way>>;

/** What may come in this way. `changesTheme` and `sendsTelnet`: what the client does besides. */
export function rulesOf(
  { speech: { dialect }, person, opening }: Way,
  { changesTheme, sendsTelnet }: { readonly changesTheme: boolean; readonly sendsTelnet: boolean },
): StreamRules {
  return {
    styled: dialect === "terminal" && (person || changesTheme),
    telnet: opening.length > 0 || sendsTelnet,
    json: dialect === "json",
  };
}
