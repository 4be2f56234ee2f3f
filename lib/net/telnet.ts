// Takes the telnet protocol (RFC 854, RFC 855) out of what a peer sends. Every option is refused but the server's ECHO,
// which hides passwords, and the client's window size.

const IAC = 255;
const DONT = 254;
const DO = 253;
const WONT = 252;
const WILL = 251;
const SB = 250;
const NOP = 241;
const SE = 240;

/** RFC 857: a server that says it echoes, and does not, hides what is typed. */
const ECHO = 1;
/** RFC 860: no option but a question. A client may throw away all output until it is answered. */
const TIMING_MARK = 6;
/** RFC 1073: the client tells how many columns and rows its window has, now and at each change. */
const NAWS = 31;

const NUL = 0;
const LF = 10;
const CR = 13;
const NOTHING = new Uint8Array(0);

/** A subnegotiation that runs on for longer than any real one is given up, and what follows is text again. */
const MAX_SUBNEGOTIATION = 1024;

/** Columns and rows, as two bytes each. */
const WINDOW_SIZE_BYTES = 4;
/** Windows narrower or wider than any that people read in are mistakes. */
const COLUMNS = { least: 10, most: 2000 } as const;

export interface Filtered {
  /** What is left for the framer; the bytes that were fed themselves when there was no telnet in them. */
  readonly data: Uint8Array;
  /** What to send back. */
  readonly answers: Uint8Array;
}

/** Whether there may be telnet in bytes from a peer that has sent none so far. */
export function mayBeTelnet(bytes: Uint8Array): boolean {
  return bytes.includes(IAC);
}

/**
 * Bytes in any split give the same data and answers. An ordinary client may send 0xFF as well, as invalid UTF-8. So
 * until an option has been negotiated, only the commands of RFC 854 are taken out, and negotiation only of an option
 * that no text would go on with; any other 0xFF stays in the data.
 */
export class TelnetFilter {
  #state: "data" | "command" | "option" | "subnegotiation" | "subnegotiation-command" = "data";
  /** Whether the peer has negotiated: from then on every 0xFF is telnet. */
  #seen = false;
  #command = 0;
  #last = 0;
  #subnegotiated = 0;
  /** The first bytes of a window size that is being told. */
  #size: number[] | undefined;
  #columns: number | undefined;
  #answered: Set<number> | undefined;
  #hidden = false;

  /** How wide the peer's window is, in characters; undefined: it has not said. */
  get columns(): number | undefined {
    return this.#columns;
  }

  feed(bytes: Uint8Array): Filtered {
    if (!this.#seen && this.#state === "data" && !mayBeTelnet(bytes)) {
      return { data: bytes, answers: NOTHING };
    }
    // Two bytes more: a command that was held back and turns out to be data.
    const data = new Uint8Array(bytes.length + 2);
    const answers: number[] = [];
    let length = 0;
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at++] ?? NUL;
      switch (this.#state) {
        case "data":
          if (byte === IAC) this.#state = "command";
          // Telnet sends Enter as CR LF or CR NUL; as CR LF the framer knows it.
          else data[length++] = this.#seen && byte === NUL && this.#last === CR ? LF : byte;
          break;
        case "command":
          this.#state = "data";
          if (byte >= SB && byte < IAC) {
            this.#state = "option";
            this.#command = byte;
          } else if (byte === IAC && this.#seen) {
            data[length++] = IAC;
          } else if (!this.#seen && (byte < NOP || byte === IAC)) {
            data[length++] = IAC;
            at--;
          }
          break;
        case "option":
          if (!this.#seen && !mayOpen(this.#command, byte)) {
            data[length++] = IAC;
            data[length++] = this.#command;
            this.#state = "data";
            at--;
            break;
          }
          this.#seen = true;
          this.#subnegotiated = 0;
          this.#size = this.#command === SB && byte === NAWS ? [] : undefined;
          this.#state = this.#command === SB ? "subnegotiation" : "data";
          this.#answer(byte, answers);
          break;
        case "subnegotiation":
          if (++this.#subnegotiated > MAX_SUBNEGOTIATION) {
            this.#state = "data";
            at--;
          } else if (byte === IAC) {
            this.#state = "subnegotiation-command";
          } else {
            this.#hearSize(byte);
          }
          break;
        case "subnegotiation-command":
          this.#state = byte === SE ? "data" : "subnegotiation";
          if (byte === SE) this.#takeSize();
          else if (byte === IAC) this.#hearSize(byte);
          break;
      }
      this.#last = byte;
    }
    return {
      data: data.subarray(0, length),
      answers: answers.length === 0 ? NOTHING : Uint8Array.from(answers),
    };
  }

  /** What to send so that the peer hides what is typed, or shows it again; nothing to peers that speak no telnet. */
  hideInput(hidden: boolean): Uint8Array {
    if (!this.#seen || this.#hidden === hidden) return NOTHING;
    this.#hidden = hidden;
    // The Enter that ended the hidden line was not shown either.
    return hidden ? Uint8Array.of(IAC, WILL, ECHO) : Uint8Array.of(IAC, WONT, ECHO, CR, LF);
  }

  /** The peer has ended: what was held back as the start of a command is data after all. */
  end(): Uint8Array {
    if (this.#seen) return NOTHING;
    if (this.#state === "command") return Uint8Array.of(IAC);
    if (this.#state === "option") return Uint8Array.of(IAC, this.#command);
    return NOTHING;
  }

  #hearSize(byte: number): void {
    // One byte too many is enough to know that it is no size.
    if (this.#size && this.#size.length <= WINDOW_SIZE_BYTES) this.#size.push(byte);
  }

  #takeSize(): void {
    const [high = 0, low = 0] = this.#size ?? [];
    const columns = high * 256 + low;
    if (this.#size?.length === WINDOW_SIZE_BYTES) {
      if (columns === 0) this.#columns = undefined;
      else if (columns >= COLUMNS.least && columns <= COLUMNS.most) this.#columns = columns;
    }
    this.#size = undefined;
  }

  /**
   * All but the window's size and our own ECHO is off and stays off, so WONT and DONT need no answer. Each answer is
   * given only once: then even a client that follows whatever it is told cannot be led round in circles.
   */
  #answer(option: number, answers: number[]): void {
    const answer = this.#answerTo(option);
    if (answer === undefined) return;
    const key = answer * 256 + option;
    this.#answered ??= new Set();
    if (this.#answered.has(key) && option !== TIMING_MARK) return;
    this.#answered.add(key);
    answers.push(IAC, answer, option);
  }

  #answerTo(option: number): number | undefined {
    switch (this.#command) {
      case DO:
        // Where input is hidden, the peer agrees to what was asked of it.
        return this.#hidden && option === ECHO ? undefined : WONT;
      case WILL:
        return option === NAWS ? DO : DONT;
      case WONT:
        if (option !== NAWS || !this.#answered?.has(DO * 256 + NAWS)) return undefined;
        this.#columns = undefined;
        return DONT;
      default:
        return undefined;
    }
  }
}

/**
 * Clients open with options below 40. Text has none of the bytes below 32 but tabs and line ends. The others, such as
 * Debian's ENCRYPT, open only with DO and WILL: Russian verbs in Windows-1251 end like DONT and a space.
 */
function mayOpen(command: number, option: number): boolean {
  if (option < 32) return option !== 9 && option !== LF && option !== CR;
  return option < 40 && (command === DO || command === WILL);
}
