// What a case of the benchmark is made of: figures, the sides on which they are measured, and what they are to reach.

export interface Figure {
  readonly name: string;
  /** After the decimal point. */
  readonly digits: number;
  readonly goals?: readonly Goal[];
}

/** What the median of a figure on the first side is to reach: as it is, or as compared to the side that is named. */
export interface Goal {
  readonly ratioTo?: string;
  readonly moreThan?: string;
  /** One of the two. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Side {
  readonly name: string;
  measure(): Promise<Sample>;
}

/** One measurement of a side. */
export interface Sample {
  /** By name; one that is not there has no meaning on this side. */
  readonly figures: Readonly<Record<string, number>>;
  /** What to know before the figures are believed. */
  readonly warnings?: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** The first is what is measured; the others stand beside it. */
  readonly sides: readonly [Side, ...Side[]];
}

/** What was asked for on the command line. */
export interface Options {
  /** For a look, or for CI: short and noisy. */
  readonly quick: boolean;
  /** Clients of a load, instead of the case's own number. */
  readonly clients: number | undefined;
}
