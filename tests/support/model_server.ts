// A language-model provider on the loopback: each request waits until the test has answered it, piece by piece.

import type { ModelSettings } from "../../lib/assistant/open_model.ts";
import { geminiWire, openaiWire, type Wire } from "./model_wire.ts";

const WIRES = { gemini: geminiWire, compatible: openaiWire } as const;
/** What no log, error or message may show. */
export const MODEL_KEY = "canary-4711-not-to-be-seen";
const encoder = new TextEncoder();

/** One question that reached the server, and the answer that the test gives to it. */
export class ModelTurn {
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly response: Promise<Response>;
  /** Resolves when the other side has gone before the answer was whole; seen once a stream has begun. */
  readonly abandoned: Promise<void>;
  readonly wire: Wire;
  readonly #responding = Promise.withResolvers<Response>();
  readonly #leaving = Promise.withResolvers<void>();
  #stream: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #filler: Uint8Array<ArrayBuffer> | undefined;

  constructor(wire: Wire, request: Request, body: unknown) {
    const { pathname, search } = new URL(request.url);
    this.path = pathname + search;
    this.headers = request.headers;
    this.body = body;
    this.response = this.#responding.promise;
    this.abandoned = this.#leaving.promise;
    this.wire = wire;
  }

  /** Streams a piece of the answer. */
  say(text: string): void {
    this.send(this.wire.text(text));
  }

  /** Streams what the model thinks to itself. */
  think(text: string): void {
    this.send(this.wire.thought(text));
  }

  /** Streams bytes as they are, after the head of an answer that goes well. */
  send(raw: string | Uint8Array<ArrayBuffer>): void {
    this.#open().enqueue(typeof raw === "string" ? encoder.encode(raw) : raw);
  }

  /** Streams the same bytes over and over, as fast as they are read. */
  repeat(raw: string): void {
    this.#filler = encoder.encode(raw);
    this.#open().enqueue(this.#filler);
  }

  /** Ends an answer that is whole; `reason` is the provider's own word. */
  end(reason: string = this.wire.whole): void {
    this.send(this.wire.end(reason));
    this.close();
  }

  /** Streams a whole answer. */
  answer(...pieces: readonly string[]): void {
    for (const piece of pieces) this.say(piece);
    this.end();
  }

  /** Ends the stream in good order, however far it is. */
  close(): void {
    this.#open().close();
  }

  /** Cuts the connection in the middle of the stream; what the other side has not read yet is lost. */
  cut(): void {
    this.#open().error(new Error("cut by the test"));
  }

  /** Refuses the request, or breaks off a stream by an event, with words that give the key away. */
  fail(status: number, headers: Readonly<Record<string, string>> = {}): void {
    const given = this.headers.get("x-goog-api-key") ?? this.headers.get("authorization") ?? "none";
    const problem = JSON.stringify(this.wire.problem(status, `refused, your key is ${given}`));
    if (this.#stream) this.send(`data: ${problem}\n\n`);
    else {
      this.respond(
        new Response(problem, { status, headers: { "content-type": "application/json", ...headers } }),
      );
    }
  }

  /** Answers with anything at all. */
  respond(response: Response): void {
    this.#responding.resolve(response);
  }

  /** For the end of the test: nothing is kept open for an answer that was never finished. */
  drop(): void {
    this.respond(new Response(null, { status: 503 }));
    this.#stream?.error(new Error("the test is over"));
  }

  #open(): ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> {
    if (this.#stream) return this.#stream;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#stream = controller;
      },
      pull: (controller) => {
        if (this.#filler) controller.enqueue(this.#filler);
      },
      cancel: () => this.#leaving.resolve(),
    });
    // Deno.serve would compress what allows it, and hold bytes back for that.
    const headers = { "content-type": "text/event-stream", "cache-control": "no-transform" };
    this.respond(new Response(body, { headers }));
    if (!this.#stream) throw new Error("a stream starts at once");
    return this.#stream;
  }
}

export class ModelServer implements AsyncDisposable {
  /** Every question so far, oldest first. */
  readonly turns: ModelTurn[] = [];
  readonly #kind: ModelSettings["kind"];
  readonly #http: Deno.HttpServer<Deno.NetAddr>;
  /** One for each question that has come or is waited for. */
  readonly #arrivals: PromiseWithResolvers<ModelTurn>[] = [];
  #asked = 0;

  constructor(kind: ModelSettings["kind"]) {
    this.#kind = kind;
    this.#http = Deno.serve(
      // A stream that a test cuts is no mistake to print.
      {
        hostname: "127.0.0.1",
        port: 0,
        onListen: () => {},
        onError: () => new Response(null, { status: 500 }),
      },
      (request) => this.#serve(request),
    );
  }

  /** What GEMINI_BASE_URL or AI_BASE_URL is set to. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.#http.addr.port}/${this.#kind === "gemini" ? "v1beta" : "v1"}`;
  }

  get settings(): ModelSettings {
    return { kind: this.#kind, baseUrl: this.baseUrl, apiKey: MODEL_KEY, model: "test-model" };
  }

  /** The next question that no earlier call gave out, once it is there. */
  asked(): Promise<ModelTurn> {
    return this.#arrival(this.#asked++).promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const turn of this.turns) turn.drop();
    await this.#http.shutdown();
  }

  async #serve(request: Request): Promise<Response> {
    const wire = WIRES[this.#kind];
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    if (request.method !== "POST" || !wire.path.test(pathname + search)) {
      return new Response("no such address", { status: 404 });
    }
    const turn = new ModelTurn(wire, request, JSON.parse(body));
    this.#arrival(this.turns.push(turn) - 1).resolve(turn);
    return await turn.response;
  }

  #arrival(index: number): PromiseWithResolvers<ModelTurn> {
    return this.#arrivals[index] ??= Promise.withResolvers();
  }
}
