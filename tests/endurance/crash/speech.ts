// How the crash test's users talk in each dialect, and what they make of the lines that they get.

/** What a line means to its reader; undefined for the many that do not matter here. */
export type News =
  /** Somebody's line or direct message. `id`: of its row, where the dialect tells it. */
  | { readonly kind: "received"; readonly author: string; readonly text: string; readonly id?: number }
  /** What the reader itself has written is stored now. */
  | { readonly kind: "stored"; readonly text: string; readonly id?: number }
  /** What the reader asked for is done; `command` as it was typed. */
  | { readonly kind: "done"; readonly command: string }
  | { readonly kind: "refused" }
  | { readonly kind: "pong" }
  | undefined;

export interface Speech {
  logIn(name: string, password?: string): string;
  say(text: string): string;
  write(to: string, text: string): string;
  /** A command as it is typed, without its slash. */
  command(typed: string): string;
  read(line: string): News;
}

const terminal: Speech = {
  logIn: (name, password) => password === undefined ? name : `${name}\n${password}`,
  say: (text) => text,
  write: (to, text) => `/msg ${to} ${text}`,
  command: (typed) => `/${typed}`,
  read(line) {
    if (line === "pong") return { kind: "pong" };
    if (line.startsWith("! ")) return { kind: "refused" };
    const [, speaker, text] = /^\[[^\]]*\]\[([^\]]*)\]: (.*)$/.exec(line) ?? [];
    if (speaker === undefined || text === undefined || speaker === "system") return undefined;
    if (speaker.startsWith("DM to ")) return { kind: "stored", text };
    return { kind: "received", author: speaker.replace("DM from ", ""), text };
  },
};

const login: Speech = {
  logIn: (name, password = "") => `LOGIN ${name} ${password}`.trimEnd(),
  say: (text) => `MSG ${text}`,
  write: (to, text) => `DM ${to} ${text}`,
  command: (typed) => typed,
  read(line) {
    if (line === "PONG") return { kind: "pong" };
    if (line.startsWith("ERR ")) return { kind: "refused" };
    const [, author, text] = /^(?:MSG|DM) (\S+) (.*)$/.exec(line) ?? [];
    return author === undefined || text === undefined ? undefined : { kind: "received", author, text };
  },
};

/** What matters of a server's object. `ref` is what the client gave: the text or the command itself. */
interface ServerObject {
  readonly type: string;
  readonly sender: string;
  readonly body: string;
  readonly id: number;
  readonly ref?: string;
  readonly reply?: string;
}

const json: Speech = {
  logIn: (name, password = "") => JSON.stringify({ body: `/login ${name} ${password}` }),
  say: (text) => JSON.stringify({ body: text, ref: text }),
  write: (to, text) => JSON.stringify({ receiver: to, body: text, ref: text }),
  command: (typed) => JSON.stringify({ body: `/${typed}`, ref: typed }),
  read(line) {
    const { type, sender, body, id, ref = "", reply }: ServerObject = JSON.parse(line);
    switch (type) {
      case "message":
      case "direct":
        return { kind: "received", author: sender, text: body, id };
      case "sent":
        return { kind: "stored", text: ref, id };
      case "error":
        return { kind: "refused" };
      case "reply":
        return reply === "pong" ? { kind: "pong" } : { kind: "done", command: ref };
      default:
        return undefined;
    }
  },
};

export const speeches = { terminal, login, json } as const;
export type SpeechName = keyof typeof speeches;
