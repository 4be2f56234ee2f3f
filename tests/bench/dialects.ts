// How the load generator talks: a row for each dialect.

export interface LoadDialect {
  /** What a client says first. */
  login(name: string): string;
  /** What a line means to a client that is not in yet. Throws when it says that it may not come in. */
  hear(line: string): "in" | { readonly answer: string } | undefined;
  /** What stands around a message that somebody says. */
  around(name: string): { readonly before: string; readonly after: string };
}

const login: LoadDialect = {
  login: (name) => `LOGIN ${name}\n`,
  hear(line) {
    if (line.startsWith("ERR ")) throw new Error(`the server says: ${line}`);
    return line === "OK" ? "in" : undefined;
  },
  around: () => ({ before: "MSG ", after: "\n" }),
};

/** For servers that put no name before what somebody says: the lines that arrive are as long as Parley's. */
const named: LoadDialect = {
  ...login,
  around: (name) => ({ before: `MSG ${name} `, after: "\n" }),
};

const irc: LoadDialect = {
  login: (name) => `NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`,
  hear(line) {
    const [, word, rest = ""] = /^(?::\S+ )?(\S+)(.*?)\r?$/.exec(line) ?? [];
    switch (word) {
      case "PING":
        return { answer: `PONG${rest}\r\n` };
      case "001": // Welcome; before it nobody may join.
        return { answer: "JOIN #load\r\n" };
      case "366": // The end of the names of those who are there.
        return "in";
      default:
        // Of nicks, of registrations, of channels; 422 says no more than that there is no message of the day.
        if (/^(?:ERROR|4[367]\d)$/.test(word ?? "")) throw new Error(`the server says: ${line}`);
        return undefined;
    }
  },
  around: () => ({ before: "PRIVMSG #load :", after: "\r\n" }),
};

export const dialects = { login, named, irc } as const satisfies Record<string, LoadDialect>;

export type DialectName = keyof typeof dialects;
