// Chunks that wait to be written, taken several at a time.

/** Chunks are joined into writes of up to this many bytes; a larger one goes alone. */
const JOIN = 64 * 1024;

/** Keeps no chunk for long after it was taken, and modifies none. What is taken may be shared by many queues as well. */
export class ChunkQueue {
  readonly #chunks: Uint8Array[] = [];
  /** Those before it have been taken. */
  #head = 0;

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** The next chunk as it is, or the next few as one; undefined when none waits. */
  take(): Uint8Array | undefined {
    const first = this.#chunks[this.#head];
    if (first === undefined) return undefined;
    let size = first.length;
    let end = this.#head + 1;
    for (; end < this.#chunks.length; end++) {
      size += this.#chunks[end]?.length ?? 0;
      if (size > JOIN) break;
    }
    const taken = end === this.#head + 1 ? first : joinedOnce(this.#chunks.slice(this.#head, end));
    this.#head = end;
    // Those taken are let go when they are the greater part, so that the others are not moved often.
    if (end * 2 >= this.#chunks.length) {
      this.#chunks.splice(0, end);
      this.#head = 0;
    }
    return taken;
  }
}

/** What was joined last, and from which chunks. */
let latest: { readonly chunks: readonly Uint8Array[]; readonly whole: Uint8Array } = {
  chunks: [],
  whole: new Uint8Array(0),
};

/** Those who see the same and are equally late wait for the same chunks: one of them has these joined for all. */
function joinedOnce(chunks: readonly Uint8Array[]): Uint8Array {
  const { length } = latest.chunks;
  if (length !== chunks.length || chunks.some((chunk, index) => chunk !== latest.chunks[index])) {
    latest = { chunks, whole: joined(chunks) };
  }
  return latest.whole;
}

/** Several chunks as one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const { length } of chunks) size += length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
