// The composition root: the only place where all parts meet.

import { getLogger } from "@logtape/logtape";
import { commands } from "./commands/commands.ts";
import type { Config } from "./config.ts";
import { terminal } from "./dialects/terminal/terminal.ts";
import { type Clock, systemClock } from "./domain/clock.ts";
import type { Published } from "./domain/event.ts";
import type { SessionId } from "./domain/ids.ts";
import { own } from "./domain/text.ts";
import { LocalJournal } from "./journal/local_journal.ts";
import { cannotListen, formatAddress } from "./net/listen_error.ts";
import { type Admission, ConnectionLimits } from "./net/connection_limits.ts";
import { LineConnection } from "./net/line_connection.ts";
import { listen, type Listener } from "./net/listener.ts";
import type { Transport } from "./net/transport.ts";
import { Hub } from "./server/hub.ts";
import { Router } from "./server/router.ts";
import { Session, type SessionOptions } from "./server/session.ts";
import { DirectMessages } from "./services/direct_messages.ts";
import { Messages } from "./services/messages.ts";
import { Presence } from "./services/presence.ts";
import { Users } from "./services/users.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { Store } from "./store/store.ts";

const log = getLogger(["parley"]);

/** What comes from outside the program, so that tests can put their own in its place. */
export interface AppPorts {
  readonly clock: Clock;
  readonly newSessionId: () => SessionId;
}

export interface App extends AsyncDisposable {
  readonly listeners: readonly {
    readonly address: string;
    readonly kind: "tcp" | "tls" | "login" | "json";
  }[];
  /**
   * Stops accepting, tells everyone, delivers what is queued within two seconds, and checkpoints the database.
   * Later calls wait for the first.
   */
  stop(): Promise<void>;
}

/** Names that would read like the server's own voice. */
const RESERVED_NAMES = ["server", "system"];

/** Opens the store and listens. Throws StartError when the operator has to mend something first. */
export async function startApp(config: Config, ports: Partial<AppPorts> = {}): Promise<App> {
  const database = openDatabase(config.data, config.synchronous);
  try {
    const app = new ParleyApp(config, database, {
      clock: ports.clock ?? systemClock,
      newSessionId: ports.newSessionId ?? (() => crypto.randomUUID().slice(0, 13) as SessionId),
    });
    await app.open();
    return app;
  } catch (error) {
    database.close();
    throw error;
  }
}

class ParleyApp implements App {
  readonly #config: Config;
  readonly #database: Database;
  readonly #ports: AppPorts;
  readonly #hub: Hub;
  readonly #journal: LocalJournal;
  readonly #session: SessionOptions;
  readonly #sessions = new Map<Session, Promise<void>>();
  #listener: Listener | undefined;
  #stopped: Promise<void> | undefined;

  constructor(config: Config, database: Database, ports: AppPorts) {
    const { clock } = ports;
    const store = new Store(database);
    this.#config = config;
    this.#database = database;
    this.#ports = ports;
    this.#hub = new Hub(() => clock.now());
    this.#journal = new LocalJournal({ store, publish: (events) => this.#publish(events) });
    const parts = { journal: this.#journal, store, clock };
    const reserved = [...RESERVED_NAMES, ...commands.flatMap(({ name, aliases }) => [name, ...aliases])];
    const services = {
      presence: new Presence({ ...parts, reserved, replay: config.history }),
      users: new Users(parts),
      messages: new Messages(parts),
      direct: new DirectMessages(parts),
    };
    this.#session = {
      router: new Router({ commands, services, clock }),
      services,
      hub: this.#hub,
      clock,
      terminal,
    };
  }

  get listeners(): App["listeners"] {
    const { address, port } = this.#listener ?? { address: this.#config.host, port: this.#config.port };
    return [{ address: formatAddress(address, port), kind: "tcp" }];
  }

  async open(): Promise<void> {
    const { host, port } = this.#config;
    const left = await this.#session.services.presence.endAll(this.#ports.newSessionId());
    if (left > 0) {
      log.warning("the server was not stopped cleanly; open sessions were closed", { sessions: left });
    }
    try {
      this.#listener = listen({
        hostname: host,
        port,
        limits: new ConnectionLimits({
          total: this.#config.maxConnections,
          perAddress: this.#config.maxConnectionsPerIp,
        }),
        clock: this.#ports.clock,
        onConnection: (transport, verdict) => this.#welcome(transport, verdict),
        onProblem: (error, count) =>
          log.error("connections could not be accepted", { error: withoutTrace(error), count }),
      });
    } catch (error) {
      throw cannotListen(error, host, port, "--port");
    }
    this.#session.services.messages.indexSoon();
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #welcome(transport: Transport, verdict: Admission["verdict"]): void {
    const connection = new LineConnection(transport, {
      clock: this.#ports.clock,
      onProblem: (error) => log.error("a connection failed", { error }),
    });
    if (verdict !== "ok") {
      const who = verdict === "full" ? "This server has" : "Your address has";
      connection.send(new TextEncoder().encode(`! ${who} as many connections as it may. Come back later.\n`));
      connection.close("refused");
      return;
    }
    const session = new Session(this.#ports.newSessionId(), connection, this.#session);
    this.#sessions.set(session, session.run().finally(() => this.#sessions.delete(session)));
  }

  /** What was committed may be shown. */
  #publish(events: readonly Published[]): void {
    this.#hub.publish(events);
    if (events.length > 0) this.#session.services.messages.indexSoon();
  }

  async #stop(): Promise<void> {
    this.#listener?.close();
    const { presence, messages } = this.#session.services;
    for (const session of this.#sessions.keys()) session.shutDown(own`The server is stopping. Goodbye!`);
    await Promise.all(this.#sessions.values());
    try {
      await presence.endAll(this.#ports.newSessionId());
    } catch (error) {
      log.error("departures could not be stored; the next start does it", { error });
    }
    messages[Symbol.dispose]();
    this.#journal[Symbol.dispose]();
    this.#database.close();
  }
}

/**
 * What the system refused, in its own words. Deno reads files to make a stack trace and dies when there is no file
 * descriptor left for that, which is just when connections cannot be accepted.
 */
function withoutTrace(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.message : error;
}
