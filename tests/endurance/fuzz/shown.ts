// Bytes that were sent, as they are told when something went wrong.

/** So many of the last lines, and so much of each. */
const LINES = 20;
const CHARACTERS = 300;

/** One text for each part, with every byte as a character. */
export function shown(parts: readonly Uint8Array[]): readonly string[] {
  return parts.slice(-LINES).map((bytes) => {
    const text = JSON.stringify(
      Array.from(bytes.subarray(0, CHARACTERS), (byte) => String.fromCharCode(byte)).join(""),
    );
    return `  ${text}${bytes.length > CHARACTERS ? ` and ${bytes.length - CHARACTERS} bytes` : ""}`;
  });
}
