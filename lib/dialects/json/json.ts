// The JSON dialect: one object per line, both ways, for programs and for TinyChat clients.
//
// From the client: {"body":"hello"}. `body` is what a person would type, text or a command; trailing newlines do not
// count. The rest may be left out: `receiver` is a user, who gets the text as a direct message, or `#lobby`, the one
// in which the client is; `ref` is a string or a number of the client's own. Other keys mean nothing. The first object
// is {"body":"/login <name> [password]"}; with "follow":true the client is shown the assistant's answers while they
// grow, and then whole as everybody is. /users lists everybody who was ever here, /who those in the lobby.
//
// From the server: see objects.ts and schema.json. Authors do not see their own lines. Each object with a `ref` gets
// exactly one answer that carries it: a `sent` with the id of a line that was stored, an `error`, or what the command
// yields. Without a `ref` no answer comes to what is said, unless it waits
// for somebody who is away.
//
// On a port of its own the first line may be the bare name, as TinyChat clients send it. They are not told of what
// goes well: nothing comes back from the login, /START, /STOP, /QUIT and direct messages.

import { isStored } from "../../domain/event.ts";
import type { Reply } from "../../domain/reply.ts";
import { sanitise } from "../../domain/text.ts";
import {
  type Addressee,
  type Decoded,
  type Dialect,
  type DialectFactory,
  isAuthors,
  type Renderer,
  verbOf,
} from "../dialect.ts";
import { ended } from "../look.ts";
import { skippedText } from "../wording.ts";
import { answerObject, errorObject } from "./answers.ts";
import { decodeChat, decodeLogin } from "./decode.ts";
import { base, eventObject } from "./events.ts";
import type { ServerObject } from "./objects.ts";

export const json: DialectFactory = {
  name: "json",
  claims: (firstLine) => firstLine.startsWith("{"),
  open: ({ alone }) => new Json(alone),
};

const renderer: Renderer = {
  introduces: true,
  follows: false,
  event: (event, view) => isAuthors(view) && isStored(event) ? "" : lines(eventObject(event)),
  reply: (reply, to) => lines(answerObject(reply, to), ...queued(reply)),
  refusal: (problem, to) => lines(errorObject(problem, to)),
  skipped(count, to) {
    const text = { receiver: to.name ?? "", body: skippedText(count) };
    return lines({ ...base("skipped", to.now, text), lines: count });
  },
};

/** For clients that asked to see answers grow. */
const followingRenderer: Renderer = { ...renderer, follows: true };

/** For clients that know only what TinyChat knew. */
const quietRenderer: Renderer = {
  ...renderer,
  reply: (reply, to) => isUnexpected(reply, to) ? lines(...queued(reply)) : renderer.reply(reply, to),
};

class Json implements Dialect {
  readonly name = "json";
  readonly theme = "plain";
  readonly asksPassword = false;
  readonly #alone: boolean;
  #renderer = renderer;

  constructor(alone: boolean) {
    this.#alone = alone;
  }

  // Programs are never asked.
  greet(): string {
    return "";
  }

  prompt(): string {
    return "";
  }

  decode(line: string, loggedIn: boolean): Decoded {
    if (loggedIn) return decodeChat(line);
    if (this.#alone && !line.startsWith("{")) {
      this.#renderer = quietRenderer;
      return { kind: "login", name: sanitise(sanitise(line).trim()) };
    }
    const { decoded, follow } = decodeLogin(line);
    this.#renderer = follow ? followingRenderer : renderer;
    return decoded;
  }

  // Whatever theme the user likes elsewhere.
  renderer(): Renderer {
    return this.#renderer;
  }
}

function lines(...objects: readonly (ServerObject | undefined)[]): string {
  return ended(objects.flatMap((object) => object ? [JSON.stringify(object)] : []));
}

/** What waited for the newcomer comes as if it were said now, with the time at which it was said. */
function queued(reply: Reply): readonly ServerObject[] {
  return reply.kind === "welcome" ? reply.queued.map(eventObject) : [];
}

function isUnexpected({ kind }: Reply, to: Addressee): boolean {
  if (to.asked?.tag !== undefined) return false;
  const verb = verbOf(to);
  return kind === "welcome" || kind === "bye" || kind === "direct-sent" || verb === "start" ||
    verb === "stop";
}
