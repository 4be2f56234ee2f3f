// What the crash test's users write: every text is known by its author and number, so that one which is lost, doubled,
// cut short or out of order shows.

/** A line to a lobby or a direct message, each numbered from 1 for every author. */
export interface Numbered {
  readonly kind: "said" | "direct";
  readonly author: string;
  readonly number: number;
}

export function nameOf({ kind, author, number }: Numbered): string {
  return `${kind}-${author}-${number}`;
}

/** Some are short, some long: rows of one page and rows that do not fit in what is left of one. */
export function textOf(numbered: Numbered): string {
  return nameOf(numbered) + " and so on".repeat(numbered.number ** 2 % 43);
}

/** Undefined for anything but the whole of such a text. */
export function parseText(text: string): Numbered | undefined {
  const [, kind, author, number] = /^(said|direct)-(\w+)-(\d+)(?: and so on)*$/.exec(text) ?? [];
  if (author === undefined || (kind !== "said" && kind !== "direct")) return undefined;
  const numbered = { kind, author, number: Number(number) } as const;
  return textOf(numbered) === text ? numbered : undefined;
}
