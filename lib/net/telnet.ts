// Takes the telnet protocol (RFC 854, RFC 855) out of what a peer sends. Every option but ECHO is refused.

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

const NUL = 0;
const LF = 10;
const CR = 13;
const NOTHING = new Uint8Array(0);

/** A subnegotiation that runs on for longer than any real one is given up, and what follows is text again. */
const MAX_SUBNEGOTIATION = 1024;

export interface Filtered {
  /** What is left for the framer; the bytes that were fed themselves when there was no telnet in them. */
  readonly data: Uint8Array;
  /** What to send back. */
  readonly answers: Uint8Array;
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
  #refused: Set<number> | undefined;
  #hidden = false;

  feed(bytes: Uint8Array): Filtered {
    if (!this.#seen && this.#state === "data" && !bytes.includes(IAC)) {
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
          if (!this.#seen && !mayOpen(byte)) {
            data[length++] = IAC;
            data[length++] = this.#command;
            this.#state = "data";
            at--;
            break;
          }
          this.#seen = true;
          this.#subnegotiated = 0;
          this.#state = this.#command === SB ? "subnegotiation" : "data";
          this.#refuse(byte, answers);
          break;
        case "subnegotiation":
          if (++this.#subnegotiated > MAX_SUBNEGOTIATION) {
            this.#state = "data";
            at--;
          } else if (byte === IAC) {
            this.#state = "subnegotiation-command";
          }
          break;
        case "subnegotiation-command":
          this.#state = byte === SE ? "data" : "subnegotiation";
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

  /** All but our own ECHO is off and stays off, so WONT and DONT need no answer, and a request gets one only once. */
  #refuse(option: number, answers: number[]): void {
    if (this.#command !== DO && this.#command !== WILL) return;
    // The peer agrees to what was asked of it.
    if (this.#hidden && this.#command === DO && option === ECHO) return;
    const answer = this.#command === DO ? WONT : DONT;
    const key = answer * 256 + option;
    this.#refused ??= new Set();
    if (this.#refused.has(key) && option !== TIMING_MARK) return;
    this.#refused.add(key);
    answers.push(IAC, answer, option);
  }
}

/** Clients open with options below 32, and text has no such bytes but tabs and line ends. */
function mayOpen(option: number): boolean {
  return option < 32 && option !== 9 && option !== LF && option !== CR;
}
