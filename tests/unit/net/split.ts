// Cuts bytes into packets, for tests that no split may matter to.

/** `bytes` as packets that end at the given places, in any order and partly beyond the end. */
export function splitAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.filter((place) => place < bytes.length), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}
