// The composition root: the only place where all parts meet.

import { getLogger } from "@logtape/logtape";
import type { LanguageModel } from "./assistant/language_model.ts";
import { commands } from "./commands/commands.ts";
import type { Config } from "./config.ts";
import type { DialectFactory } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { type Clock, systemClock } from "./domain/clock.ts";
import { isLoopback, subscriberOf } from "./domain/address.ts";
import { formatWait } from "./domain/duration.ts";
import type { Published } from "./domain/event.ts";
import { entryIds, type SessionId } from "./domain/ids.ts";
import { nameKey } from "./domain/names.ts";
import { NotStored, type Problem, problem } from "./domain/problem.ts";
import { StartError } from "./domain/start_error.ts";
import { own } from "./domain/text.ts";
import { troubleOf } from "./domain/trouble.ts";
import { LocalJournal } from "./journal/local_journal.ts";
import { cannotListen, formatAddress } from "./net/listen_error.ts";
import { type Admission, ConnectionLimits } from "./net/connection_limits.ts";
import { LineConnection } from "./net/line_connection.ts";
import { listen, type Listener } from "./net/listener.ts";
import type { CertificateFiles } from "./net/certificate.ts";
import type { Tls } from "./net/tls.ts";
import type { Transport } from "./net/transport.ts";
import { Hub } from "./server/hub.ts";
import { type Port, turnAway } from "./server/reception.ts";
import { Router } from "./server/router.ts";
import { Session, type SessionOptions } from "./server/session.ts";
import { Assistant } from "./services/assistant/assistant.ts";
import { DirectMessages } from "./services/direct_messages.ts";
import { GuessThrottle } from "./services/guess_throttle.ts";
import { Lobbies } from "./services/lobbies.ts";
import { Messages } from "./services/messages.ts";
import { Moderation } from "./services/moderation.ts";
import { Passwords, type ScryptCost } from "./services/passwords.ts";
import { Presence } from "./services/presence.ts";
import { ReservedNames } from "./services/reserved_names.ts";
import { TokenBuckets } from "./services/token_bucket.ts";
import { Users } from "./services/users.ts";
import { DataFolder } from "./store/data_folder.ts";

const log = getLogger(["parley"]);

/** What comes from outside the program, so that tests can put their own in its place. */
export interface AppPorts {
  readonly clock: Clock;
  readonly newSessionId: () => SessionId;
  /** Left out: what OWASP recommends. */
  readonly passwordCost?: ScryptCost;
  /** Left out: no TLS. */
  readonly certificate?: CertificateFiles;
  /** Left out: nobody answers /ai. */
  readonly model?: LanguageModel;
}

export interface StartOptions extends Partial<AppPorts> {
  /** Whether searches have a thread of their own, where they hold up nobody. Left out: they have none. */
  readonly searchThread?: boolean;
}

export interface App extends AsyncDisposable {
  readonly listeners: readonly {
    readonly address: string;
    readonly kind: "tcp" | "tls" | "login" | "json";
  }[];
  /** Who answers /ai, and with which model; undefined: nobody. */
  readonly assistant: { readonly name: string; readonly model: string } | undefined;
  /** Takes a new certificate for new connections; one that cannot be used is logged, and the old one stays. */
  reload(): Promise<void>;
  /**
   * Stops accepting, tells everyone, delivers what is queued within two seconds, and checkpoints the database; rejects
   * with NotStored when it cannot. Later calls wait for the first.
   */
  stop(): Promise<void>;
}

/** Names that would read like the server's own voice, and the one command that is none of the list. */
const RESERVED_NAMES = ["server", "system", "login"];

/** Three wrong passwords are free, then the wait doubles from a second to five minutes. */
const GUESSES = { free: 3, firstWait: 1000, maxWait: 300_000, forgetAfter: 3_600_000 } as const;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Opens the store and listens. Throws StartError when the operator has to mend something first. */
export async function startApp(
  config: Config,
  { searchThread = false, ...ports }: StartOptions = {},
): Promise<App> {
  const { synchronous } = config;
  const folder = await DataFolder.open(config.data, { synchronous, searchThread, onGone: tellGone });
  const app = new ParleyApp(config, folder, {
    clock: ports.clock ?? systemClock,
    newSessionId: ports.newSessionId ?? (() => crypto.randomUUID().slice(0, 13) as SessionId),
    ...ports.passwordCost && { passwordCost: ports.passwordCost },
    ...ports.certificate && { certificate: ports.certificate },
    ...ports.model && { model: ports.model },
  });
  try {
    await app.open();
    return app;
  } catch (error) {
    // What came first says more than what may follow from it.
    await app.stop().catch(() => {});
    throw error instanceof NotStored ? cannotStore(config.data, error) : error;
  }
}

/** One port to listen on. */
interface Door {
  readonly kind: App["listeners"][number]["kind"];
  readonly port: number;
  /** The setting of the port, for error texts. */
  readonly flag: string;
  readonly speaks: Port;
}

class ParleyApp implements App {
  readonly #config: Config;
  readonly #folder: DataFolder;
  readonly #ports: AppPorts;
  readonly #newEntryId = entryIds();
  readonly #hub: Hub;
  readonly #journal: LocalJournal;
  readonly #session: SessionOptions;
  readonly #sessions = new Map<Session, Promise<void>>();
  readonly #newConnections: TokenBuckets<string> | undefined;
  readonly #limits: ConnectionLimits;
  #tls: Tls | undefined;
  readonly #listeners: { readonly listener: Listener; readonly kind: Door["kind"] }[] = [];
  #opened = false;
  #cancelExpiry = () => {};
  #stopped: Promise<void> | undefined;

  constructor(config: Config, folder: DataFolder, ports: AppPorts) {
    const { clock } = ports;
    const { store, searches } = folder;
    this.#config = config;
    this.#folder = folder;
    this.#ports = ports;
    this.#hub = new Hub(() => clock.now());
    this.#journal = new LocalJournal({ store, publish: (events) => this.#publish(events) });
    const passwords = new Passwords(ports.passwordCost);
    const guesses = new GuessThrottle({ clock, ...GUESSES });
    const verbs = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
    const reserved = new ReservedNames([...RESERVED_NAMES, config.aiName, ...verbs]);
    const parts = { journal: this.#journal, store, searches, clock, passwords, guesses, reserved };
    const services = {
      presence: new Presence({ ...parts, replay: config.history }),
      users: new Users({ ...parts, operators: new Set(config.operator.map(nameKey)) }),
      lobbies: new Lobbies(parts),
      messages: new Messages(parts),
      direct: new DirectMessages(parts),
      moderation: new Moderation(parts),
      assistant: new Assistant({
        ...parts,
        model: ports.model,
        name: config.aiName,
        context: config.aiContext,
        rate: config.aiRate,
        newEntryId: this.#newEntryId,
        publish: (events) => this.#hub.publish(events),
      }),
    };
    this.#session = {
      router: new Router({ commands, services, clock, messageRate: config.messageRate }),
      services,
      hub: this.#hub,
      clock,
      newEntryId: this.#newEntryId,
      idleTimeouts: {
        terminal: config.idleTimeout * 1000,
        login: config.loginIdleTimeout * 1000,
        json: config.idleTimeout * 1000,
      },
    };
    this.#limits = new ConnectionLimits({
      total: config.maxConnections,
      perAddress: config.maxConnectionsPerIp,
    });
    this.#newConnections = config.connectionRate ? new TokenBuckets(config.connectionRate) : undefined;
  }

  get listeners(): App["listeners"] {
    return this.#listeners.map(({ listener: { address, port }, kind }) => ({
      address: formatAddress(address, port),
      kind,
    }));
  }

  get assistant(): App["assistant"] {
    return this.#session.services.assistant.presented;
  }

  async open(): Promise<void> {
    const left = await this.#session.services.presence.endAll(this.#newEntryId());
    if (left > 0) {
      log.warning("the server was not stopped cleanly; open sessions were closed", { sessions: left });
    }
    await this.#session.services.assistant.open();
    await this.#nameOperators();
    await this.#expireLobbies();
    await this.#openTls();
    for (const door of this.#doors()) this.#listeners.push({ listener: this.#listen(door), kind: door.kind });
    this.#opened = true;
    this.#session.services.messages.indexSoon();
  }

  /** The ports that the settings ask for. */
  #doors(): readonly Door[] {
    const { port, tlsPort, loginPort, jsonPort } = this.#config;
    const alone = (name: DialectFactory["name"]): Port => ({
      dialects: dialects.filter((each) => each.name === name),
      greets: false,
      secure: false,
    });
    const all = { dialects, greets: true };
    return [
      { kind: "tcp", port, flag: "--port", speaks: { ...all, secure: false } },
      ...this.#tls === undefined || tlsPort === null ? [] : [
        { kind: "tls", port: tlsPort, flag: "--tls-port", speaks: { ...all, secure: true } } as const,
      ],
      ...loginPort === null ? [] : [
        { kind: "login", port: loginPort, flag: "--login-port", speaks: alone("login") } as const,
      ],
      ...jsonPort === null ? [] : [
        { kind: "json", port: jsonPort, flag: "--json-port", speaks: alone("json") } as const,
      ],
    ];
  }

  async #openTls(): Promise<void> {
    const { certificate, clock } = this.#ports;
    if (certificate === undefined) return;
    const { Tls } = await import("./net/tls.ts");
    this.#tls = await Tls.open(certificate, {
      clock,
      onFailed: ({ address }, why) => log.info("a TLS handshake failed", { address, why }),
    });
  }

  async reload(): Promise<void> {
    if (this.#tls === undefined) return;
    try {
      await this.#tls.reload();
      log.info("the certificate was read again");
    } catch (error) {
      log.error("a new certificate cannot be used, the old one stays", {
        why: error instanceof StartError ? error.message : error,
      });
    }
  }

  #listen({ port, flag, speaks }: Door): Listener {
    const { host } = this.#config;
    try {
      return listen({
        hostname: host,
        port,
        limits: this.#limits,
        clock: this.#ports.clock,
        onConnection: (transport, verdict) => this.#welcome(transport, verdict, speaks),
        onProblem: (why, count) => log.error("connections could not be accepted", { why, count }),
      });
    } catch (error) {
      throw cannotListen(error, host, port, flag);
    }
  }

  /** Those named on the command line; a name that nobody has registered yet is one as soon as somebody does. */
  async #nameOperators(): Promise<void> {
    for (const name of this.#config.operator) {
      const known = await this.#session.services.users.nameOperator(name, this.#newEntryId());
      if (!known) log.warning("an operator is not registered yet", { name });
    }
  }

  /** Closes unused lobbies now and every hour. */
  async #expireLobbies(): Promise<void> {
    const { lobbyTtl } = this.#config;
    if (lobbyTtl === 0) return;
    try {
      const closed = await this.#session.services.lobbies.expire(lobbyTtl * DAY, this.#newEntryId());
      for (const { name } of closed) log.info("an unused lobby was closed", { lobby: name });
    } catch (error) {
      log.error("unused lobbies could not be closed", { error });
    }
    if (!this.#stopped) this.#cancelExpiry = this.#ports.clock.after(HOUR, () => void this.#expireLobbies());
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #welcome(transport: Transport, verdict: Admission["verdict"], port: Port): void {
    const refusal = this.#refusal(transport.peer.address, verdict);
    // A refusal is plain text on every port: a flood of connections is not to cost as many handshakes.
    const carrier = refusal === undefined && this.#tls ? this.#tls.over(transport, port.secure) : transport;
    const connection = new LineConnection(carrier, { clock: this.#ports.clock, onProblem: tellProblem });
    if (refusal !== undefined) {
      connection.out.send(new TextEncoder().encode(turnAway(refusal, port, this.#ports.clock.now())));
      connection.close("refused");
      return;
    }
    const session = new Session(this.#ports.newSessionId(), connection, port, this.#session);
    this.#sessions.set(session, session.run().then(() => void this.#sessions.delete(session)));
  }

  /** Why a client may not come in; undefined: it may. */
  #refusal(address: string, verdict: Admission["verdict"]): Problem | undefined {
    const wait = isLoopback(address)
      ? 0
      : this.#newConnections?.take(subscriberOf(address), this.#ports.clock.now());
    if (wait) {
      return problem("rate-limited", `Too many new connections from your address. Wait ${formatWait(wait)}.`);
    }
    if (verdict === "full") return problem("busy", "This server is full. Come back later.");
    if (verdict === "address-full") {
      return problem("busy", "Too many connections from your address. Close one of them first.");
    }
    const banned = this.#session.services.moderation.refusal(address);
    return banned === undefined ? undefined : problem("banned", banned);
  }

  /** What was committed may be shown. */
  #publish(events: readonly Published[]): void {
    if (events.length === 0) return;
    const { assistant, messages } = this.#session.services;
    this.#hub.publish(events);
    assistant.see(events);
    messages.indexSoon();
  }

  async #stop(): Promise<void> {
    this.#cancelExpiry();
    const { assistant, messages } = this.#session.services;
    // A new index of a long history takes minutes, and a session waits for its search.
    this.#folder.searches.rest();
    // First, so that what has come of answers is seen by those who are still here.
    await Promise.all([assistant.stop(), ...this.#listeners.map(({ listener }) => listener.close())]);
    for (const session of this.#sessions.keys()) session.shutDown(own`The server is stopping. Goodbye!`);
    await Promise.all(this.#sessions.values());
    if (this.#opened) await this.#endSessions();
    messages[Symbol.dispose]();
    this.#journal[Symbol.dispose]();
    await this.#folder.close();
  }

  async #endSessions(): Promise<void> {
    try {
      await this.#session.services.presence.endAll(this.#newEntryId());
    } catch (error) {
      log.error("departures could not be stored; the next start does it", { error });
    }
  }
}

function tellProblem(error: unknown): void {
  log.error("a connection failed", { error });
}

function tellGone(): void {
  log.fatal(
    "the database was deleted, so nothing is stored any more; what was in it can be copied out of " +
      "/proc/<pid>/fd, with its -wal file, until the server stops",
    { pid: Deno.pid },
  );
}

function cannotStore(folder: string, error: NotStored): unknown {
  const trouble = troubleOf(error);
  return trouble === undefined
    ? error
    : new StartError(`The database in ${folder} cannot be written: ${trouble}.`, { cause: error });
}
