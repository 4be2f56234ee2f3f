// A whole server inside the test's process: any free port, its own data folder, a clock that the test turns.

import { type App, startApp } from "../../lib/app.ts";
import { type Config, readConfig } from "../../lib/config.ts";
import { ChatClient } from "./chat_client.ts";
import { FakeClock } from "./fake_clock.ts";

export interface TestAppOptions {
  /** Settings that differ from the defaults. */
  readonly settings?: Partial<Config>;
  /** Go on with the rows of an earlier run; such a folder is not removed at the end. */
  readonly data?: string;
  readonly clock?: FakeClock;
}

export class TestApp implements AsyncDisposable {
  readonly app: App;
  readonly clock: FakeClock;
  readonly data: string;
  readonly port: number;
  readonly #ownsData: boolean;
  readonly #clients: ChatClient[] = [];

  private constructor(app: App, clock: FakeClock, data: string, ownsData: boolean) {
    this.app = app;
    this.clock = clock;
    this.data = data;
    this.#ownsData = ownsData;
    this.port = Number(app.listeners[0]?.address.split(":").at(-1));
  }

  static async start(
    { settings = {}, data, clock = new FakeClock() }: TestAppOptions = {},
  ): Promise<TestApp> {
    const folder = data ?? await Deno.makeTempDir({ prefix: "parley-test-" });
    const defaults = readConfig({}, {}, {});
    if (!defaults.ok) throw new Error(defaults.mistakes.join("\n"));
    const config = { ...defaults.values, maxConnectionsPerIp: 0, ...settings, port: 0, data: folder };
    return new TestApp(await startApp(config, { clock }), clock, folder, data === undefined);
  }

  /** A connection that has said nothing yet. */
  async connect(): Promise<ChatClient> {
    const client = await ChatClient.connect(this.port);
    this.#clients.push(client);
    return client;
  }

  /** A script that is logged in: theme plain, and all that was said before has been read. */
  async script(name: string): Promise<ChatClient> {
    const client = await this.connect();
    await client.send(name);
    await client.fence();
    return client;
  }

  /** A person at the prompt, who has read the banner. */
  async person(): Promise<ChatClient> {
    const client = await this.connect();
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

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.app.stop();
    if (this.#ownsData) await Deno.remove(this.data, { recursive: true });
  }
}
