// The talk with one client: its lines become requests, and their outcomes are shown to it.

import { getLogger } from "@logtape/logtape";
import type { Clock } from "../domain/clock.ts";
import type { PassingEvent, Presence } from "../domain/event.ts";
import type { EntryId, SessionId } from "../domain/ids.ts";
import { NotStored, type Problem, problem, Refusal, refuse } from "../domain/problem.ts";
import type { Reply } from "../domain/reply.ts";
import { sanitise } from "../domain/text.ts";
import { othersTurn } from "../domain/turn.ts";
import type { Addressee, Decoded, Dialect } from "../dialects/dialect.ts";
import type { Connection, Line } from "../net/connection.ts";
import type { Command } from "../commands/command.ts";
import type { Actor } from "../services/actor.ts";
import type { Services } from "../services/services.ts";
import { Entrance } from "./entrance.ts";
import type { Hub } from "./hub.ts";
import type { Router } from "./router.ts";
import { SessionViewer } from "./session_viewer.ts";

const log = getLogger(["parley", "session"]);

/** Lines of one client that may wait for their decision before further ones are taken. */
const MOST_UNDECIDED = 100;

const INTERNAL = problem("internal", "");

export interface DialogueOptions {
  readonly session: SessionId;
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly router: Router;
  readonly services: Services;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly newEntryId: () => EntryId;
  /** Runs when the client has logged in, before it is welcomed. */
  readonly onLogin: () => void;
}

/** `quit`: the connection is to be closed. */
type Taken = "quit" | void;
type Request = Decoded & { readonly kind: "request" };
type Login = Decoded & { readonly kind: "login" };

export class Dialogue {
  readonly #options: DialogueOptions;
  readonly #viewer: SessionViewer;
  readonly #entrance: Entrance;
  #actor: Actor | undefined;
  /** How many lines wait to be decided. */
  #undecided = 0;
  #allDecided: PromiseWithResolvers<void> | undefined;

  /** Greets the client. */
  constructor(options: DialogueOptions) {
    const { session, connection, dialect, services, hub, newEntryId } = options;
    this.#options = options;
    this.#viewer = new SessionViewer({
      session,
      connection,
      dialect,
      onMoved: (arrival) => this.#moved(arrival),
    });
    this.#entrance = new Entrance({
      session,
      address: connection.peer.address,
      services,
      preferences: this.#viewer,
      nextEntryId: newEntryId,
    });
    hub.register(this.#viewer);
    connection.out.onSkipped = (lines) =>
      new TextEncoder().encode(this.#viewer.renderer.skipped(lines, this.#addressee()));
    this.#viewer.answer(dialect.greet());
  }

  /** Who talks; undefined before login, and when the server has ended the session by itself. */
  get actor(): Actor | undefined {
    return this.#actor;
  }

  /** The session is over by the server's own act. */
  forgetActor(): void {
    this.#actor = undefined;
  }

  tell(event: PassingEvent): void {
    this.#viewer.answer(this.render(event));
  }

  render(event: PassingEvent): string {
    return this.#viewer.renderer.event(event, "reader", event.at);
  }

  renderRefusal(problem: Problem): string {
    return this.#viewer.renderer.refusal(problem, this.#addressee());
  }

  /** Resolves when every line that was taken before is decided and answered. */
  decided(): Promise<void> {
    if (this.#undecided === 0) return Promise.resolve();
    this.#allDecided ??= Promise.withResolvers();
    return this.#allDecided.promise;
  }

  /** Takes a line. The next may be taken when the promise resolves; at once where there is none. Never rejects. */
  take(line: Line): Promise<Taken> | undefined {
    // Whoever does not read its answers is not heard any further.
    const unread = this.#options.connection.out.drained();
    return unread === undefined ? this.#heed(line) : unread.then(() => this.#heed(line));
  }

  #heed(line: Line): Promise<Taken> | undefined {
    this.#noteSeen();
    if (line.kind === "too-long") {
      return this.#refuseLater(
        problem("line-too-long", "That line is over 4,096 bytes and was left out. Send it in parts."),
      );
    }
    const decoded = this.#options.dialect.decode(line.text, this.#actor !== undefined);
    switch (decoded.kind) {
      case "nothing":
        return undefined;
      case "refused":
        return this.#refuseLater(decoded.problem, decoded);
      case "login":
        return this.#logIn(decoded);
      case "request":
        return this.#request(decoded, decoded.typed ?? line.text);
      default:
        return decoded satisfies never;
    }
  }

  #noteSeen(): void {
    const seen = this.#viewer.lineRead();
    if (seen.length === 0 || !this.#actor) return;
    const { session, services } = this.#options;
    services.direct.seen(this.#actor, seen).catch((error) => {
      // They stay queued and come again at the next login.
      log.error("a delivery could not be stored", { session, error });
    });
  }

  /** Runs the command that was `typed`. One that only appends is not waited for: the journal keeps the order. */
  #request(asked: Request, typed: string): Promise<Taken> | undefined {
    const { router } = this.#options;
    const { request } = asked;
    const actor = this.#actor;
    if (!actor) return this.#answer(() => answerStranger(asked), typed, asked);
    let command: Command;
    try {
      command = router.find(request);
    } catch (error) {
      return this.#answer(() => Promise.reject(error), typed, asked);
    }
    const said = command.secret ? `/${request.verb}` : typed;
    if (!command.pipelined) return this.#answer(() => router.run(command, request, actor), said, asked);
    this.#undecided++;
    router.run(command, request, actor).then((reply) => {
      this.#show(reply, asked);
      this.#oneDecided();
    }, (error) => {
      this.#fail(error, said, asked);
      this.#oneDecided();
    });
    return this.#undecided < MOST_UNDECIDED ? undefined : this.decided().then(othersTurn);
  }

  #oneDecided(): void {
    this.#undecided--;
    if (this.#undecided > 0) return;
    this.#allDecided?.resolve();
    this.#allDecided = undefined;
  }

  /** Answers when everything before is answered. */
  async #answer(work: () => Reply | Promise<Reply>, said: string, asked: Request): Promise<Taken> {
    await this.decided();
    try {
      return this.#show(await work(), asked);
    } catch (error) {
      this.#fail(error, said, asked);
    }
  }

  /** Refuses when everything before is answered. */
  async #refuseLater(problem: Problem, asked?: Decoded): Promise<void> {
    await this.decided();
    this.#refuse(problem, asked);
  }

  async #logIn(login: Login): Promise<Taken> {
    await this.decided();
    const { session, connection, dialect, onLogin } = this.#options;
    const viewer = this.#viewer;
    connection.hideInput(false);
    try {
      const opened = await this.#entrance.open(login);
      this.#actor = opened.actor;
      log.info("login", { session, name: opened.actor.name, dialect: dialect.name });
      onLogin();
      const welcome = this.#entrance.welcome(opened, viewer.renderer.introduces);
      viewer.welcome(viewer.renderer.reply(welcome, this.#addressee(login)), welcome.queued);
    } catch (error) {
      this.#fail(error, login.name, login);
      // Who is in, but could not be greeted, sees what comes live.
      if (this.#actor) viewer.welcome("", []);
      else if (this.#entrance.closed) {
        this.#refuse(problem("too-many-tries", "Too many wrong passwords. Goodbye!"));
        return "quit";
      } else {
        viewer.answer(dialect.prompt(error instanceof Refusal ? error.problem : INTERNAL));
        connection.hideInput(dialect.asksPassword);
      }
    }
  }

  /** What somebody is shown who came from another lobby, by its own will or not. */
  #moved({ lobby: { id }, from, id: arrival }: Presence): string {
    const { session, services: { presence, lobbies } } = this.#options;
    try {
      const { renderer } = this.#viewer;
      const replay = renderer.introduces ? presence.replay(id, from.id, arrival) : [];
      const reply = { kind: "entered", lobby: lobbies.summary(id), replay } as const;
      return renderer.reply(reply, this.#addressee());
    } catch (error) {
      log.error("a lobby could not be shown", { session, error });
      return "";
    }
  }

  #show(reply: Reply, asked: Decoded): Taken {
    this.#viewer.answer(this.#viewer.renderer.reply(reply, this.#addressee(asked)));
    if (reply.kind === "bye") return "quit";
  }

  #refuse(problem: Problem, asked?: Decoded): void {
    this.#viewer.answer(this.#viewer.renderer.refusal(problem, this.#addressee(asked)));
  }

  /** Tells the author what became of a line that failed; what it said is given back, never lost. */
  #fail(error: unknown, said: string, asked: Decoded): void {
    if (error instanceof Refusal) return this.#refuse(error.problem, asked);
    const stored = error instanceof NotStored;
    const { session } = this.#options;
    log.error(stored ? "an entry could not be stored" : "a request failed", { session, error });
    const what = stored ? "That could not be stored, so nobody has seen it" : "Something went wrong here";
    this.#refuse(problem(stored ? "not-stored" : "internal", `${what}. Try again: ${sanitise(said)}`), asked);
  }

  #addressee(asked?: Decoded): Addressee {
    const { connection, clock } = this.#options;
    return { name: this.#actor?.name, now: clock.now(), columns: connection.columns, asked };
  }
}

/** What somebody may ask who has not logged in. */
function answerStranger({ request: { verb } }: Request): Reply {
  if (verb === "quit") return { kind: "bye" };
  if (verb === "ping") return { kind: "pong" };
  return refuse("not-logged-in", "Log in first.");
}
