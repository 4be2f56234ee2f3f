// A whole server inside the test's process: any free port, its own data folder, a clock that the test turns.

import { DatabaseSync } from "node:sqlite";
import { type App, type AppPorts, startApp } from "../../lib/app.ts";
import type { LanguageModel } from "../../lib/assistant/language_model.ts";
import { type Config, readConfig } from "../../lib/config.ts";
import type { CertificateFiles } from "../../lib/net/certificate.ts";
import type { ScryptCost } from "../../lib/services/passwords.ts";
import { ChatClient, type ConnectOptions } from "./chat_client.ts";
import { FakeClock } from "./fake_clock.ts";

/** Tests come from one address, faster than people; those of a limit set it themselves. */
const UNLIMITED = { maxConnectionsPerIp: 0, connectionRate: null, messageRate: null, aiRate: null } as const;
/** Hashing is to cost a test next to nothing; the real cost has a unit test. */
const CHEAP: ScryptCost = { ln: 1, p: 1 };

type Listening = App["listeners"][number];

export interface TestAppOptions {
  /** Settings that differ from the defaults. */
  readonly settings?: Partial<Config>;
  /** Go on with the rows of an earlier run; such a folder is not removed at the end. */
  readonly data?: string;
  readonly clock?: FakeClock;
  /** Left out: next to nothing. */
  readonly passwordCost?: ScryptCost;
  /** Left out: no TLS. */
  readonly certificate?: CertificateFiles;
  /** Left out: nobody answers /ai. */
  readonly model?: LanguageModel;
}

/** What the server that follows another is given anew; settings that are left out stay as they were. */
type Next = Pick<TestAppOptions, "passwordCost" | "model" | "settings">;

export interface EnterOptions extends ConnectOptions {
  /** Sent after the name, at once; for registered names. */
  readonly password?: string;
}

export class TestApp implements AsyncDisposable {
  readonly app: App;
  readonly clock: FakeClock;
  readonly data: string;
  readonly port: number;
  readonly #settings: Partial<Config>;
  #ownsData: boolean;
  readonly #clients: ChatClient[] = [];

  private constructor(
    app: App,
    clock: FakeClock,
    settings: Partial<Config>,
    data: string,
    ownsData: boolean,
  ) {
    this.app = app;
    this.clock = clock;
    this.#settings = settings;
    this.data = data;
    this.#ownsData = ownsData;
    this.port = Number(app.listeners[0]?.address.split(":").at(-1));
  }

  static async start(
    { settings = {}, data, clock = new FakeClock(), ...ports }: TestAppOptions = {},
  ): Promise<TestApp> {
    const folder = data ?? await Deno.makeTempDir({ prefix: "parley-test-" });
    return await TestApp.#open(clock, settings, folder, data === undefined, ports);
  }

  static async #open(
    clock: FakeClock,
    settings: Partial<Config>,
    data: string,
    ownsData: boolean,
    ports: Partial<AppPorts> = {},
  ): Promise<TestApp> {
    const defaults = readConfig({}, {}, {});
    if (!defaults.ok) throw new Error(defaults.mistakes.join("\n"));
    const config = { ...defaults.values, ...UNLIMITED, tlsPort: 0, ...settings, port: 0, data };
    return new TestApp(
      await startApp(config, { clock, passwordCost: CHEAP, ...ports }),
      clock,
      settings,
      data,
      ownsData,
    );
  }

  /** A connection that has said nothing yet. */
  async connect(options: ConnectOptions = {}): Promise<ChatClient> {
    const client = await ChatClient.connect(this.port, options);
    this.#clients.push(client);
    return client;
  }

  /** A connection to the port for one kind of client; the settings must ask for that port. */
  async connectTo(kind: Listening["kind"]): Promise<ChatClient> {
    const client = await ChatClient.connect(this.portOf(kind), { tls: kind === "tls" });
    this.#clients.push(client);
    return client;
  }

  portOf(kind: Listening["kind"]): number {
    const listener = this.app.listeners.find((each) => each.kind === kind);
    return Number(listener?.address.split(":").at(-1));
  }

  /** A script that is logged in: theme plain, and all that was said before has been read. */
  async script(name: string, options: EnterOptions = {}): Promise<ChatClient> {
    return (await this.enter(name, options)).client;
  }

  /** Several scripts, who have read of each other's arrival. */
  async scripts<const Names extends readonly string[]>(...names: Names) {
    const clients: ChatClient[] = [];
    for (const name of names) clients.push(await this.script(name));
    for (const client of clients) await client.fence();
    return clients as { -readonly [Index in keyof Names]: ChatClient };
  }

  /** A script that logs in, and what it is shown at once. */
  async enter(
    name: string,
    { password, ...options }: EnterOptions = {},
  ): Promise<{ readonly client: ChatClient; readonly shown: readonly string[] }> {
    const client = await this.connect(options);
    await client.send(name, ...(password === undefined ? [] : [password]));
    return { client, shown: await client.fence() };
  }

  /** A person at the prompt, who has read the banner. */
  async person(options: ConnectOptions = {}): Promise<ChatClient> {
    const client = await this.connect(options);
    await this.clock.whenArmed(200);
    this.clock.advance(200);
    await client.expectText("[ENTER YOUR NAME]: ");
    return client;
  }

  /** Copies the data folder as it is this moment: what a kill -9 would leave behind. The caller removes it. */
  async snapshot(): Promise<string> {
    const copy = await Deno.makeTempDir({ prefix: "parley-test-" });
    for (const { name } of Deno.readDirSync(this.data)) {
      Deno.copyFileSync(`${this.data}/${name}`, `${copy}/${name}`);
    }
    return copy;
  }

  /** A clean stop, with everybody still here, and a start on the same rows, which are now the new server's. */
  async restart({ settings, ...ports }: Next = {}): Promise<TestApp> {
    const stopped = this.app.stop();
    for (const client of this.#clients) client.close();
    await stopped;
    const changed = { ...this.#settings, ...settings };
    const again = await TestApp.#open(this.clock, changed, this.data, this.#ownsData, ports);
    this.#ownsData = false;
    return again;
  }

  /** The server that starts after a kill -9 at this moment. This one lives on, on rows of its own. */
  async afterCrash({ settings, ...ports }: Next = {}): Promise<TestApp> {
    const changed = { ...this.#settings, ...settings };
    return await TestApp.#open(this.clock, changed, await this.snapshot(), true, ports);
  }

  /** Every event of the database as the log view shows it, in the one order. */
  log(): readonly string[] {
    using database = new DatabaseSync(`${this.data}/parley.db`, { readOnly: true });
    return database.prepare("SELECT line FROM chat_log ORDER BY id").all().map(({ line }) => String(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.app.stop();
    if (this.#ownsData) await Deno.remove(this.data, { recursive: true });
  }
}
