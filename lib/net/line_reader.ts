// The reading half of a connection: asks the transport for bytes when a line is asked for, and never before.

import type { Line } from "./connection.ts";
import { LineFramer } from "./framing.ts";
import { mayBeTelnet, TelnetFilter } from "./telnet.ts";
import type { Transport } from "./transport.ts";

/** Most connections are idle and wait with a small buffer; one that fills it gets the large one for a while. */
const BUFFER = { small: 128, large: 16 * 1024 } as const;
/** Reads in a row that the small buffer would have held before it is taken again. */
const SMALL_READS = 8;

export interface LineReaderOwner {
  /** What telnet wants to have said. */
  onAnswers(bytes: Uint8Array): void;
  /** Runs once: the peer has ended, or was lost. */
  onEnd(how: "end" | "lost"): void;
}

export class LineReader {
  readonly #transport: Transport;
  readonly #owner: LineReaderOwner;
  /** Undefined until the peer sends what may be telnet. */
  #telnet: TelnetFilter | undefined;
  readonly #framer = new LineFramer();
  #buffer = new Uint8Array(BUFFER.small);
  #mode: "lines" | "dropped" | "discarding" = "lines";
  #smallReads = 0;
  #reading = false;
  #arrivals = 0;
  #ended = false;
  #firstByte: number | undefined;
  readonly #lines: Line[] = [];
  /** How many of them have been taken. */
  #given = 0;
  #arrival: PromiseWithResolvers<void> | undefined;

  constructor(transport: Transport, owner: LineReaderOwner) {
    this.#transport = transport;
    this.#owner = owner;
  }

  /** Whether there is nothing left to read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How often bytes have come so far; a line that is taken is always one of the last arrival. */
  get arrivals(): number {
    return this.#arrivals;
  }

  get columns(): number | undefined {
    return this.#telnet?.columns;
  }

  /** The first byte that is not telnet's own. */
  async firstByte(): Promise<number | undefined> {
    while (this.#firstByte === undefined && this.#mayCome()) await this.#nextArrival();
    return this.#firstByte;
  }

  /** The first line, which stays unread; undefined when the peer has ended before it. */
  async firstLine(): Promise<Line | undefined> {
    while (this.#lines.length === 0 && this.#mayCome()) await this.#nextArrival();
    return this.#lines[0];
  }

  /** The next of the lines that have come. */
  nextLine(): Line | undefined {
    const line = this.#lines[this.#given];
    if (line !== undefined) this.#given++;
    // `drop` has emptied the array, or all of it was given.
    else this.#lines.length = this.#given = 0;
    return line;
  }

  /** Resolves when something has come, lines or not, or nothing more will. Undefined when nothing more will. */
  arrival(): Promise<void> | undefined {
    return this.#mayCome() ? this.#nextArrival() : undefined;
  }

  hideInput(hidden: boolean): void {
    const request = this.#telnet?.hideInput(hidden);
    if (request !== undefined && request.length > 0) this.#owner.onAnswers(request);
  }

  /** Nobody wants further lines, those not yet taken included. */
  drop(): void {
    this.#mode = "dropped";
    this.#lines.length = 0;
    this.#arrived();
  }

  /** After `drop`: reads on, for the end alone. */
  discard(): void {
    this.#mode = "discarding";
    this.#read();
  }

  #mayCome(): boolean {
    return this.#mode === "lines" && !this.#ended;
  }

  #nextArrival(): Promise<void> {
    this.#arrival ??= Promise.withResolvers();
    const { promise } = this.#arrival;
    this.#read();
    return promise;
  }

  #arrived(): void {
    this.#arrival?.resolve();
    this.#arrival = undefined;
  }

  #read(): void {
    if (this.#reading || this.#ended) return;
    this.#reading = true;
    this.#transport.read(this.#buffer).then(this.#onRead, this.#onFailed);
  }

  // Made once per connection, as every read needs them.
  readonly #onRead = (count: number | null): void => {
    this.#reading = false;
    if (count === null) return this.#end("end");
    this.#arrivals++;
    if (this.#mode === "lines") this.#take(this.#buffer.subarray(0, count));
    else if (this.#mode === "discarding") return this.#read();
    this.#fitBuffer(count);
    this.#arrived();
  };

  #fitBuffer(count: number): void {
    this.#smallReads = count < BUFFER.small ? this.#smallReads + 1 : 0;
    const isLarge = this.#buffer.length === BUFFER.large;
    if (!isLarge && this.#smallReads === 0) this.#buffer = new Uint8Array(BUFFER.large);
    else if (isLarge && this.#smallReads >= SMALL_READS) this.#buffer = new Uint8Array(BUFFER.small);
  }

  readonly #onFailed = (): void => {
    this.#reading = false;
    this.#end("lost");
  };

  #end(how: "end" | "lost"): void {
    this.#ended = true;
    // What a lost peer left without a newline may be half a line; after a proper end it is a whole one.
    if (this.#mode === "lines" && how === "end") {
      if (this.#telnet !== undefined) this.#frame(this.#telnet.end());
      this.#lines.push(...this.#framer.end());
    }
    this.#owner.onEnd(how);
    this.#arrived();
  }

  #take(bytes: Uint8Array): void {
    if (this.#telnet === undefined && !mayBeTelnet(bytes)) return this.#frame(bytes);
    this.#telnet ??= new TelnetFilter();
    const { data, answers } = this.#telnet.feed(bytes);
    if (answers.length > 0) this.#owner.onAnswers(answers);
    this.#frame(data);
  }

  #frame(data: Uint8Array): void {
    this.#firstByte ??= data[0];
    for (const line of this.#framer.feed(data)) this.#lines.push(line);
  }
}
