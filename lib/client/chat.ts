// The client without a screen or a socket: typed lines and the server's answers become conversations.

import type { Clock } from "../domain/clock.ts";
import type { ChatEvent, LobbyEvent, StoredEvent } from "../domain/event.ts";
import type { LobbyName, UserName } from "../domain/names.ts";
import { own, type SafeText } from "../domain/text.ts";
import { Backlog, type Speech } from "./backlog.ts";
import { Completion } from "./completion.ts";
import { type Conversation, type Entry, isSpeech, type Tone } from "./conversation.ts";
import { Conversations } from "./conversations.ts";
import type { Link } from "./link.ts";
import { type Message, type Outgoing, readTyped } from "./outgoing.ts";
import { personOf } from "./parties.ts";
import { type Asked, Questions, type UserAsked } from "./questions.ts";
import { Visit, type VisitPorts } from "./visit.ts";
import { Way } from "./way.ts";
import { type Incoming, readLine } from "./wire.ts";

export interface ChatPorts {
  readonly clock: Pick<Clock, "now">;
  readonly link: VisitPorts["link"] & Pick<Link, "send">;
  /** Whether what is shown can still change: earlier events above what is there, and answers that grow. */
  readonly repaints: boolean;
  /** There is something new to read; what a user says to the lobby is not. */
  onEntry(entry: Entry): void;
  /** Whatever is on a screen may have changed. */
  onChange(): void;
  /** The user is done. */
  onQuit(): void;
}

type Of<Kind extends Incoming["kind"]> = Extract<Incoming, { kind: Kind }>;

/** Where everybody begins. */
const FIRST_LOBBY = "general" as LobbyName;

export class Chat {
  readonly #ports: ChatPorts;
  readonly visit: Visit;
  readonly conversations = new Conversations(FIRST_LOBBY);
  readonly completion = new Completion();
  readonly #questions = new Questions();
  readonly #backlog: Backlog;
  #lastSender: UserName | undefined;
  readonly #way = new Way<Of<"welcome">>();
  #failed = false;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.visit = new Visit({
      clock: ports.clock,
      link: ports.link,
      logIn: (body) => this.#ask({ body, ...ports.repaints && { follow: true } }, { for: "login" }),
      tell: (tone, text) => this.#tell(tone, text),
    });
    this.#backlog = new Backlog({
      isMe: (name) => this.visit.login.isMe(name),
      ask: (body, conversation) => this.#ask({ body }, { for: "catch-up", conversation }),
      show: (event, lobby, quietly) => this.#show(event, lobby, quietly),
      tell: (tone, text, lobby) => this.#tell(tone, text, lobby),
      lost: (speech) => this.#fail(speech, "lost"),
    });
  }

  /** Whether something that the user wanted was not done: a line that is lost, a login that did not come about. */
  get failed(): boolean {
    return this.#failed || this.visit.phase === "asking";
  }

  /** There is a connection. */
  opened(): void {
    this.visit.opened();
    this.#ports.onChange();
  }

  /** The connection ended; `wait` as in Visit. */
  closed(why: string, wait: number | null): void {
    this.conversations.lobby.stopGrowing();
    this.#backlog.broke(this.#questions.abandon());
    this.visit.closed(why, wait);
    this.#ports.onChange();
  }

  /** Takes a typed line. False when it cannot be sent now and should stay where it was typed. */
  typed(line: string): boolean {
    if (/^\s*\/quit\s*$/i.test(line)) {
      this.quit();
      return true;
    }
    switch (this.visit.phase) {
      case "asking":
        this.visit.give(line);
        break;
      case "in": {
        const done = this.#speak(line);
        this.#ports.onChange();
        return done;
      }
      case "offline":
        if (line.trim() !== "") this.#tell("status", own`Not connected: the line was not sent.`);
        return false;
      case "out":
        this.visit.come();
    }
    this.#ports.onChange();
    return true;
  }

  quit(): void {
    if (this.visit.phase === "in") this.#ask({ body: "/quit" }, { for: "quiet" });
    this.#ports.link.expectEnd();
    this.#ports.onQuit();
  }

  /** Takes a line of the server. */
  received(line: string): void {
    const incoming = readLine(line);
    if (incoming) this.#take(incoming);
    this.#ports.onChange();
  }

  #take(incoming: Incoming): void {
    if (incoming.kind === "event") return this.#event(incoming.event);
    const asked = this.#questions.answered(incoming.ref);
    switch (incoming.kind) {
      case "welcome":
        return this.#welcome(incoming);
      case "moved":
        return this.#moved(incoming);
      case "sent":
        return this.#sent(incoming, asked);
      case "reply":
        return this.#reply(incoming, asked);
      case "error":
        return this.#error(incoming, asked);
      case "skipped":
        // Lines of an answer may be missing; it will be in the history.
        this.conversations.lobby.stopGrowing();
        return this.#tellAll("refusal", incoming.body, this.conversations.lobby);
      default:
        return incoming satisfies never;
    }
  }

  #event(event: ChatEvent): void {
    switch (event.type) {
      case "direct": {
        const mine = this.visit.login.isMe(event.from.name);
        if (!mine) this.#lastSender = event.from.name;
        this.#show(event, this.conversations.with(mine ? event.to.name : event.from.name));
        return;
      }
      case "answer-grew":
        return this.conversations.lobby.grow(event);
      case "answer-failed":
      case "tagged-you":
      case "notice":
      case "idle-warning":
      case "idle-end":
      case "dismissed":
        // Whoever was sent away must not come back by itself, nor take the place of another client in turn.
        if (event.type === "dismissed" || event.type === "idle-end") this.#sendAway();
        this.#ports.onEntry(this.conversations.current.pass(event));
        return;
      default:
        return this.#lobbyEvent(event);
    }
  }

  #lobbyEvent(event: LobbyEvent): void {
    const { lobby } = this.conversations;
    this.completion.addUsers([event.from.name]);
    if (event.type === "answered") lobby.stopGrowing();
    if (!this.#backlog.hold(event, lobby)) this.#show(event, lobby);
  }

  #welcome(welcome: Of<"welcome">): void {
    if (this.visit.welcome()) this.#tellAll("info", welcome.body);
    for (const body of ["/help", "/users", "/lobbies"]) this.#ask({ body }, { for: "quiet" });
    // Everybody comes back to the first lobby; the way to the one that was left is asked for at once.
    const back = this.#way.back(welcome);
    if (back) this.#ask(back, this.#askedHere("join"));
    else this.#enter(welcome);
  }

  #moved(moved: Of<"moved">): void {
    this.#way.arrived(moved.lobby);
    this.#tellAll("info", moved.body, this.conversations.enter(moved.lobby));
    this.#enter(moved);
  }

  #enter({ lobby: name, events }: Of<"welcome" | "moved">): void {
    this.completion.addUsers(events.map(({ from }) => from.name));
    this.#backlog.enter(this.conversations.enter(name), events);
  }

  #sent({ id, at, to, body }: Of<"sent">, asked: Asked | undefined): void {
    if (asked?.for !== "speech") return this.#tellAll("info", body);
    const { conversation, entry } = asked;
    const stored = conversation.confirm(entry, { id, at, ...to && { to: personOf(to) } });
    if (stored && conversation.party.kind === "direct") this.#ports.onEntry(stored);
    this.#tellAll("info", body, conversation);
  }

  #reply(reply: Of<"reply">, asked: Asked | undefined): void {
    this.completion.addCommands(reply.commands);
    this.completion.addUsers(reply.users);
    if (reply.about === "lobbies") this.completion.setLobbies(reply.lobbies);
    if (asked?.for === "catch-up") return this.#backlog.page(reply.events, reply.more, asked.conversation);
    if (asked?.for !== "user") return;
    if (asked.password !== undefined) this.visit.login.remember(asked.password);
    if (
      this.#ports.repaints && reply.about === "history" && this.conversations.lobby === asked.conversation
    ) {
      return this.#earlier(reply);
    }
    this.#tellAll("info", reply.body, asked.conversation);
  }

  #earlier({ events, more }: Of<"reply">): void {
    const { lobby } = this.conversations;
    const added = events.filter((event) => this.#show(event, lobby, true)).length;
    const [first] = events;
    const further = more && first ? own` Earlier ones: /history ${events.length} before ${first.id}` : own``;
    this.#tell("info", own`${added} more now stand above.${further}`, lobby);
  }

  #error({ code, body }: Of<"error">, asked: Asked | undefined): void {
    switch (asked?.for) {
      case "login":
        this.#tellAll("refusal", body);
        this.visit.refused(code);
        if (this.visit.phase === "out") this.#failed = true;
        return;
      case "catch-up":
        this.#tellAll("refusal", body, asked.conversation);
        return this.#backlog.page([], false, asked.conversation);
      case "speech":
        this.#fail(asked, "refused");
        return this.#tellAll("refusal", body, asked.conversation);
      case "quiet":
        return;
      default:
        if (asked?.verb === "join") {
          const instead = this.#way.refused();
          if (instead) this.#enter(instead);
        }
        return this.#tellAll("refusal", body, asked?.conversation);
    }
  }

  #sendAway(): void {
    this.#failed = true;
    this.visit.leave();
  }

  #speak(line: string): boolean {
    const { name: me } = this.visit.login;
    const { current, lobby } = this.conversations;
    if (me === undefined || lobby.party.kind !== "lobby") return false;
    const place = { me, lobby: lobby.party.name, current: current.party, lastSender: this.#lastSender };
    return this.#say(readTyped(line, place));
  }

  #say(outgoing: Outgoing): boolean {
    const { conversations } = this;
    if ("message" in outgoing && isTooLong(outgoing.message)) {
      this.#tell("status", own`That is too long for one line: send it in parts.`);
      return false;
    }
    switch (outgoing.kind) {
      case "nothing":
        return true;
      case "quit":
        this.quit();
        return true;
      case "wrong":
        this.#tell("refusal", outgoing.text);
        return true;
      case "open":
        conversations.show(conversations.with(outgoing.user));
        return true;
      case "close":
        if (!conversations.close()) {
          this.#tell("refusal", own`This is the lobby; /start <user> begins a conversation.`);
        }
        return true;
      case "command": {
        const { message, verb, joins, password } = outgoing;
        if (joins !== undefined) this.#way.try(joins, message);
        this.#ask(message, { ...this.#askedHere(verb), ...password !== undefined && { password } });
        return true;
      }
      case "speech": {
        const { message, event } = outgoing;
        const conversation = event.type === "direct"
          ? conversations.with(event.to.name)
          : conversations.lobby;
        const entry = conversation.addPending({ ...event, at: this.#ports.clock.now() });
        this.#ask(message, { for: "speech", conversation, entry });
        return true;
      }
      default:
        return outgoing satisfies never;
    }
  }

  #askedHere(verb: string): UserAsked {
    return { for: "user", conversation: this.conversations.current, verb };
  }

  #ask(message: Message, asked: Asked): void {
    this.#ports.link.send(this.#questions.ask(message, asked));
  }

  #fail({ conversation, entry }: Speech, state: "lost" | "refused"): void {
    this.#failed = true;
    const failed = conversation.fail(entry, state);
    if (failed) this.#ports.onEntry(failed);
  }

  /** `quietly`: it was said long ago, so it is no news. */
  #show(event: StoredEvent, conversation: Conversation, quietly = false): boolean {
    const mine = this.visit.login.isMe(event.from.name);
    const entry = conversation.add(event, mine);
    if (!entry) return false;
    if (!quietly && !mine && isSpeech(event) && conversation !== this.conversations.current) {
      conversation.unread++;
    }
    this.#ports.onEntry(entry);
    return true;
  }

  #tellAll(tone: "info" | "refusal", lines: readonly SafeText[], conversation?: Conversation): void {
    for (const line of lines) this.#tell(tone, line, conversation);
  }

  #tell(tone: Tone, text: SafeText, conversation = this.conversations.current): void {
    this.#ports.onEntry(conversation.tell(tone, text));
    this.#ports.onChange();
  }
}

/** Whether the server would leave the line out. Its limit is 4,096 bytes; the rest is for what it takes besides. */
function isTooLong(message: Message): boolean {
  return new TextEncoder().encode(JSON.stringify(message)).length > 4000;
}
