// What the server says, taken apart: whatever it sends, only checked names and sanitised text come out.

import type { AnswerGrowth, ChatEvent, LobbyEvent, Person } from "../domain/event.ts";
import type { MessageId } from "../domain/ids.ts";
import { type LobbyName, parseLobbyName, parseUserName, type UserName } from "../domain/names.ts";
import { isProblem, problem } from "../domain/problem.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import { lobbyOf, personOf } from "./parties.ts";

/** `ref`: that of the line which is answered. */
interface Answer {
  readonly ref: number | undefined;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** For people. */
  readonly body: readonly SafeText[];
}

interface Entered extends Answer {
  readonly lobby: LobbyName;
  /** Oldest first. */
  readonly events: readonly LobbyEvent[];
}

export type Incoming =
  | { readonly kind: "event"; readonly event: ChatEvent }
  | Entered & { readonly kind: "welcome" }
  | Entered & { readonly kind: "moved" }
  | Answer & {
    readonly kind: "sent";
    readonly id: MessageId;
    readonly to: UserName | undefined;
    readonly queued: boolean;
  }
  | Answer & {
    readonly kind: "reply";
    /** What the answer is about: `history`, `users`, `done`. */
    readonly about: string;
    readonly events: readonly LobbyEvent[];
    /** There are events beyond these. */
    readonly more: boolean;
    readonly users: readonly UserName[];
    readonly lobbies: readonly LobbyName[];
    /** Names and aliases. */
    readonly commands: readonly SafeText[];
  }
  | Answer & { readonly kind: "error"; readonly code: string }
  | Answer & { readonly kind: "skipped" };

type Fields = Readonly<Record<string, unknown>>;

/** Reads a line of the JSON dialect. Undefined for what it does not know, as new kinds of objects may come. */
export function readLine(line: string): Incoming | undefined {
  try {
    const fields = fieldsOf(JSON.parse(line));
    return fields && readObject(fields);
  } catch {
    return undefined;
  }
}

function readObject(fields: Fields): Incoming | undefined {
  const { ref } = fields;
  const answer = {
    ref: typeof ref === "number" ? ref : undefined,
    at: time(fields["at"]),
    body: linesOf(fields["body"]),
  };
  switch (fields["type"]) {
    case "welcome":
    case "moved": {
      const lobby = lobbyName(fields["lobby"]);
      return lobby && { ...answer, kind: fields["type"], lobby, events: lobbyEvents(fields["events"]) };
    }
    case "sent": {
      const id = messageId(fields["id"]);
      const to = userName(fields["to"]);
      return id && { ...answer, kind: "sent", id, to, queued: fields["queued"] === true };
    }
    case "reply":
      return {
        ...answer,
        kind: "reply",
        about: textOf(fields["reply"]),
        events: lobbyEvents(fields["events"]),
        more: fields["more"] === true,
        users: present(list(fields["users"]).map((each) => userName(each["name"]))),
        lobbies: present(list(fields["lobbies"]).map((each) => lobbyName(each["name"]))),
        commands: list(fields["commands"]).flatMap(commandNames),
      };
    case "error":
      return { ...answer, kind: "error", code: textOf(fields["code"]) };
    case "skipped":
      return { ...answer, kind: "skipped" };
    default: {
      const event = passingEvent(fields) ?? answerGrowth(fields) ?? directMessage(fields) ??
        lobbyEvent(fields);
      return event && { kind: "event", event };
    }
  }
}

function passingEvent(fields: Fields): ChatEvent | undefined {
  const at = time(fields["at"]);
  const text = textOf(fields["body"]);
  switch (fields["type"]) {
    case "notice":
    case "dismissed":
      return { type: fields["type"], text, at };
    case "idle-warning":
      return { type: "idle-warning", seconds: Number(fields["seconds"]) || 0, at };
    case "idle-end":
      return { type: "idle-end", at };
    case "answer-failed":
      return { type: "answer-failed", problem: problem("assistant-failed", text), at };
    case "tagged-you": {
      const from = person(fields["user"]);
      const to = person(fields["receiver"]);
      return from && to && { type: "tagged-you", from, to, at };
    }
    default:
      return undefined;
  }
}

function answerGrowth(fields: Fields): AnswerGrowth | undefined {
  const from = person(fields["sender"]);
  const name = lobbyName(fields["lobby"]);
  if (fields["type"] !== "answer-grew" || !from || !name) return undefined;
  const facts = { from, lobby: lobbyOf(name), at: time(fields["at"]) };
  return { ...facts, type: "answer-grew", lines: spokenLines(fields), first: fields["first"] === true };
}

function directMessage(fields: Fields): ChatEvent | undefined {
  const id = messageId(fields["id"]);
  const from = person(fields["sender"], fields["picture"]);
  const to = person(fields["receiver"]);
  if (fields["type"] !== "direct" || !id || !from || !to) return undefined;
  return { type: "direct", id, at: time(fields["at"]), from, to, text: textOf(fields["body"]) };
}

/** How the dialect calls what the domain has another word for. */
const SPOKEN: Readonly<Record<string, LobbyEvent["type"]>> = {
  message: "said",
  action: "action",
  tagged: "tagged",
  answer: "answered",
  announcement: "announced",
  moderation: "moderated",
  joined: "joined",
  left: "left",
  entered: "entered",
  exited: "exited",
};

function lobbyEvent(fields: Fields): LobbyEvent | undefined {
  const type = SPOKEN[textOf(fields["type"])];
  const id = messageId(fields["id"]);
  const name = lobbyName(fields["lobby"]);
  const from = person(fields["user"] ?? fields["by"] ?? fields["sender"], fields["picture"]);
  if (!type || !id || !name || !from) return undefined;
  const facts = { id, at: time(fields["at"]), from, lobby: lobbyOf(name) };
  const text = textOf(fields["text"] ?? fields["body"]);
  switch (type) {
    case "tagged": {
      const to = person(fields["to"]);
      return to && { ...facts, type, to, text };
    }
    case "joined":
    case "left":
    case "entered":
    case "exited":
      return { ...facts, type };
    case "answered":
      return { ...facts, type, lines: spokenLines(fields), grown: 0 };
    default:
      return { ...facts, type, text };
  }
}

function lobbyEvents(value: unknown): readonly LobbyEvent[] {
  return present(list(value).map(lobbyEvent)).sort((one, other) => one.id - other.id);
}

function commandNames({ name, aliases }: Fields): readonly SafeText[] {
  const names = [name, ...(Array.isArray(aliases) ? aliases : [])].map(textOf);
  return names.filter((each) => /^[\w-]+$/.test(each));
}

function person(name: unknown, picture?: unknown): Person | undefined {
  const known = userName(name);
  return known && personOf(known, picture === undefined ? null : textOf(picture));
}

function userName(value: unknown): UserName | undefined {
  const name = typeof value === "string" ? parseUserName(value) : undefined;
  return isProblem(name) ? undefined : name;
}

function lobbyName(value: unknown): LobbyName | undefined {
  const name = typeof value === "string" ? parseLobbyName(value) : undefined;
  return isProblem(name) ? undefined : name;
}

function messageId(value: unknown): MessageId | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? value as MessageId : undefined;
}

/** Milliseconds since 1970-01-01 UTC; the beginning of that for what is no time. */
function time(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) || 0 : 0;
}

function textOf(value: unknown): SafeText {
  return sanitise(typeof value === "string" ? value : "");
}

function linesOf(value: unknown): readonly SafeText[] {
  return typeof value === "string" && value !== "" ? value.split("\n").map(sanitise) : [];
}

/** What somebody says in several lines, blank ones among them. */
function spokenLines({ body }: Fields): readonly SafeText[] {
  return typeof body === "string" ? body.split("\n").map(sanitise) : [];
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? present(value.map(fieldsOf)) : [];
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}
