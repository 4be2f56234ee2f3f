// The login dialect: programs that say who they are first, and then verbs in any case, as SocketChat-Go clients do.
//
//   LOGIN <name> [password]   OK, then DM lines of what was queued; or ERR, and the client may try again
//   MSG <text>                nothing; an INFO line when a conversation (START) goes to somebody who is away
//   DM <user> <text>          nothing; `INFO queued for <user>` when the user is away
//   WHO                       `USER <name>` for each user in the lobby
//   PING                      PONG
//   <COMMAND> [arguments]     OK, then data lines: every other command, by its name without a slash
//   anything else             ERR unknown-cmd
//
// What comes unasked, the form of data lines and of refusals: see lines.ts.

import { problem, type ProblemCode } from "../../domain/problem.ts";
import { own, type SafeText, sanitise } from "../../domain/text.ts";
import type { Decoded, Dialect, DialectFactory } from "../dialect.ts";
import { lines } from "./lines.ts";

export const login: DialectFactory = {
  name: "login",
  claims: (firstLine) => /^LOGIN(\s|$)/i.test(firstLine),
  open: () => new Login(),
};

const SAY = own`say`;

class Login implements Dialect {
  readonly name = "login";
  readonly theme = "plain";
  readonly asksPassword = false;

  // Programs are never asked.
  greet(): string {
    return "";
  }

  prompt(): string {
    return "";
  }

  decode(line: string, loggedIn: boolean): Decoded {
    const text = sanitise(line).trim();
    if (text === "") return { kind: "nothing" };
    // Cut at a space, safe text stays safe.
    const end = text.indexOf(" ");
    const verb = (end < 0 ? text : text.slice(0, end)).toLowerCase() as SafeText;
    const rest = (end < 0 ? "" : text.slice(end + 1)) as SafeText;
    if (verb === "login") {
      return loggedIn ? refused("already-logged-in", "QUIT ends this session first") : decodeLogin(rest);
    }
    if (!loggedIn && verb !== "ping" && verb !== "quit") {
      return refused("not-logged-in", "LOGIN <name> [password] comes first");
    }
    return decodeRequest(verb, rest);
  }

  // Whatever theme the user likes elsewhere.
  renderer() {
    return lines;
  }
}

function decodeLogin(rest: string): Decoded {
  const [, name = "", password = ""] = /^\s*(\S*)\s*(.*)$/.exec(rest) ?? [];
  const login = { kind: "login", name: sanitise(name) } as const;
  return password === "" ? login : { ...login, password };
}

/** Two verbs are older than the commands of those names. */
function decodeRequest(verb: SafeText, args: SafeText): Decoded {
  switch (verb) {
    case "msg":
      return args === ""
        ? refused("usage", "MSG <text> speaks in the lobby")
        : { kind: "request", request: { verb: SAY, args } };
    case "dm":
      return /\S\s+\S/.test(args)
        ? { kind: "request", request: { verb, args } }
        : refused("usage", "DM <user> <text> writes to one user");
    default:
      return { kind: "request", request: { verb, args } };
  }
}

function refused(code: ProblemCode, text: string): Decoded {
  return { kind: "refused", problem: problem(code, text) };
}
