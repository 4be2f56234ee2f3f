// How the load generator talks: a row for each dialect.

export interface LoadDialect {
  /** The bytes that log a client in. */
  readonly login: (name: string) => string;
  /** What stands around a message that is said. */
  readonly before: string;
  readonly after: string;
}

export const dialects = {
  terminal: { login: (name) => `${name}\n`, before: "", after: "\n" },
} as const satisfies Record<string, LoadDialect>;

export type DialectName = keyof typeof dialects;
