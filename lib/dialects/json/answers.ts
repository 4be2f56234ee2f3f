// Replies and refusals as objects.

import { formatTime } from "../../domain/clock.ts";
import type { Problem } from "../../domain/problem.ts";
import type { CommandHelp, KnownUser, Reply } from "../../domain/reply.ts";
import { sanitise } from "../../domain/text.ts";
import { type Addressee, verbOf } from "../dialect.ts";
import { plainLook } from "../look.ts";
import { openNameWarning, replyLines } from "../wording.ts";
import { base, lobbyObject } from "./events.ts";
import type { AnswerObject, CommandObject, KnownUserObject, ReplyContent } from "./objects.ts";

/** Undefined where the client has not asked to be told. */
export function answerObject(reply: Reply, to: Addressee): AnswerObject | undefined {
  const tagged = to.asked?.tag !== undefined;
  switch (reply.kind) {
    case "silent":
      return tagged && reply.id !== undefined ? { ...answer("sent", to, ""), id: reply.id } : undefined;
    case "asked":
      return { ...answer("sent", to, reply.text), id: reply.id, to: reply.to.name };
    case "direct-sent":
      return tagged || reply.queued ? directSent(reply, to) : undefined;
    case "welcome": {
      const { lobby, present, replay, note } = reply;
      const body = words({ ...reply, replay: [], queued: [] }, to, true);
      const events = replay.map(lobbyObject);
      return {
        ...answer("welcome", to, body),
        lobby: lobby.name,
        present,
        events,
        ...note !== undefined && { note },
      };
    }
    case "entered": {
      const { lobby: { name, present, description }, replay } = reply;
      const body = words({ ...reply, replay: [] }, to);
      const events = replay.map(lobbyObject);
      return { ...answer("moved", to, body), lobby: name, present, description, events };
    }
    case "done":
      // What was done shows by itself, as another lobby does.
      if (reply.text === undefined && !tagged) return undefined;
      return { ...answer("reply", to, reply.text ?? ""), reply: "done" };
    default:
      return { ...answer("reply", to, bodyOf(reply, to)), ...contentOf(reply) };
  }
}

export function errorObject({ code, text }: Problem, to: Addressee): AnswerObject {
  return { ...answer("error", to, sanitise(text)), code };
}

function answer<Type extends AnswerObject["type"]>(type: Type, to: Addressee, body: string) {
  const verb = verbOf(to);
  return {
    ...base(type, to.now, { receiver: to.name ?? "", body }),
    ...to.asked?.tag !== undefined && { ref: to.asked.tag },
    ...verb !== undefined && { command: verb },
  };
}

function directSent(reply: Reply & { readonly kind: "direct-sent" }, to: Addressee): AnswerObject {
  const { message: { id, to: { name } }, queued, openName } = reply;
  const told = [
    ...(queued ? [`${name} is away and will read it later.`] : []),
    ...(openName ? [openNameWarning(reply)] : []),
  ];
  return { ...answer("sent", to, told.join("\n")), id, to: name, queued };
}

type Plain = Exclude<Reply["kind"], "silent" | "asked" | "direct-sent" | "welcome" | "entered" | "done">;
type PlainReply = Extract<Reply, { kind: Plain }>;

/** For people; old clients read the first three as well. */
function bodyOf(reply: PlainReply, to: Addressee): string {
  switch (reply.kind) {
    case "everyone":
      return reply.users.map(({ name, online }) => `${name} ${online ? "<ONLINE>" : "<OFFLINE>"}`).join("\n");
    case "time":
      return formatTime(reply.at);
    case "commands":
      if (verbOf(to) !== "commands") return words(reply, to);
      return reply.commands.flatMap(({ name, aliases }) => [name, ...aliases])
        .map((name) => sanitise(name.toUpperCase())).join("\n");
    default:
      return words(reply, to);
  }
}

function contentOf(reply: PlainReply): ReplyContent {
  switch (reply.kind) {
    case "everyone":
      return { reply: "users", users: reply.users.map(knownUser), total: reply.total };
    case "people": {
      const { lobby: { name: lobby }, people } = reply;
      const users = people.map(({ name, picture }) => ({ name, picture, online: true, lobby }));
      return { reply: "present", lobby, users };
    }
    case "whois":
      return { reply: "user", user: knownUser(reply.user) };
    case "stats":
      return { reply: "stats", user: knownUser(reply.user) };
    case "history":
    case "matches": {
      const { kind, lobby, events, more } = reply;
      return { reply: kind, lobby: lobby.name, events: events.map(lobbyObject), more };
    }
    case "lobbies":
      return { reply: "lobbies", lobbies: reply.lobbies.map(({ id: _, ...lobby }) => lobby) };
    case "sanctions":
      return {
        reply: "sanctions",
        sanctions: reply.sanctions.map((each) => ({
          ...each,
          until: each.until === null ? null : iso(each.until),
        })),
      };
    case "pictures":
      return {
        reply: "pictures",
        pictures: reply.pictures.map(({ name, picture }) => ({ name: sanitise(name), picture })),
      };
    case "commands":
      return { reply: "commands", commands: reply.commands.map(command) };
    case "command":
      return { reply: "commands", commands: [command(reply.command)] };
    case "bye":
    case "time":
    case "pong":
      return { reply: reply.kind };
    default:
      return reply satisfies never;
  }
}

function words(reply: Reply, to: Addressee, greets = false): string {
  return replyLines(reply, { ...plainLook, greets }, to.now).join("\n");
}

function knownUser(user: KnownUser): KnownUserObject {
  const { name, picture, online, lobby, role, messagesSent, createdAt, lastSeenAt } = user;
  return {
    name,
    picture,
    online,
    lobby: lobby?.name ?? null,
    role,
    messages: messagesSent,
    since: iso(createdAt),
    lastSeen: iso(lastSeenAt),
  };
}

/** Only the fields of a help text: a command is more than that. */
function command({ name, aliases, usage, summary, example }: CommandHelp): CommandObject {
  return {
    name: sanitise(name),
    aliases: aliases.map(sanitise),
    usage: sanitise(usage),
    summary: sanitise(summary),
    example: sanitise(example),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
