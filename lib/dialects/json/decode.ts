// What a client sends: one object per line, whose `body` is what a person would type.

import { type Problem, problem, type ProblemCode } from "../../domain/problem.ts";
import type { Request } from "../../domain/request.ts";
import { own, type SafeText, sanitise } from "../../domain/text.ts";
import type { Decoded, Tag } from "../dialect.ts";
import { decodeTyped } from "../typed.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Message {
  /** Without the newline that clients of old end it with. */
  readonly body: string;
  /** A user, `#lobby`, or empty: whoever plain text goes to. */
  readonly receiver: SafeText;
}

/**
 * Reads a line of somebody who is not logged in; `follow`: the client wants to see answers grow. Never throws, as none
 * here does.
 */
export function decodeLogin(line: string): { readonly decoded: Decoded; readonly follow: boolean } {
  const object = parseObject(line);
  const decoded = decodeObject(object, ({ body }) => {
    const typed = decodeTyped(body);
    if (typed.kind !== "request") return typed;
    const { verb, args } = typed.request;
    if (verb === "ping" || verb === "quit") return typed;
    if (verb !== "login") {
      return refused("not-logged-in", 'Log in first: {"body":"/login <name> [password]"}');
    }
    const [, name = "", password = ""] = /^(\S*)\s*(.*)$/.exec(args) ?? [];
    const login = { kind: "login", name: sanitise(name) } as const;
    return password === "" ? login : { ...login, password };
  });
  return { decoded, follow: object?.["follow"] === true };
}

/** Reads a line of somebody who is logged in. */
export function decodeChat(line: string): Decoded {
  return decodeObject(parseObject(line), ({ body, receiver }) => {
    const typed = decodeTyped(body);
    if (typed.kind !== "request") return typed;
    const { request } = typed;
    switch (request.verb) {
      case "login":
        return refused("already-logged-in", "You are logged in already. /quit ends this session.");
      case "users":
        // All of them, as clients of old expect; /who is the lobby.
        return request.args === "" ? { kind: "request", request: { ...request, args: own`all` } } : typed;
      case "say":
        return address(request, receiver);
      default:
        return typed;
    }
  });
}

/** Sends what is said to whom the client names. */
function address(request: Request, receiver: SafeText): Decoded {
  if (receiver === "") return { kind: "request", request };
  if (receiver.startsWith("#")) {
    return { kind: "request", request: { ...request, lobby: sanitise(receiver.slice(1)) } };
  }
  if (/\s/.test(receiver)) {
    return refused("user-not-found", `Nobody is named ${receiver}. /users lists everybody.`);
  }
  return { kind: "request", request: { verb: own`msg`, args: own`${receiver} ${request.args}` } };
}

/** The answer to a line carries its `ref`, whatever is wrong with the rest; no object: it was none. */
function decodeObject(object: Fields | undefined, read: (message: Message) => Decoded): Decoded {
  const tag = object && readTag(object["ref"]);
  const message = object && readMessage(object);
  if (!message) return { ...MALFORMED, tag };
  const decoded = read(message);
  if (decoded.kind !== "nothing" || tag === undefined) {
    return { ...decoded, tag, typed: sanitise(message.body) };
  }
  return { ...refused("empty-text", "The body is blank: type some text, or /help"), tag };
}

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readMessage({ body, receiver }: Fields): Message | undefined {
  if (typeof body !== "string") return undefined;
  if (receiver !== undefined && receiver !== null && typeof receiver !== "string") return undefined;
  return { body: body.trimEnd(), receiver: sanitise(sanitise(receiver ?? "").trim()) };
}

function readTag(ref: unknown): Tag | undefined {
  if (typeof ref === "string") return sanitise(ref);
  return typeof ref === "number" && Number.isFinite(ref) ? ref : undefined;
}

const MALFORMED = refused("malformed", 'A line is a JSON object whose body is a text: {"body":"hello"}');

function refused(code: ProblemCode, text: string): Decoded & { readonly problem: Problem } {
  return { kind: "refused", problem: problem(code, text) };
}
