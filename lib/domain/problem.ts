// Expected refusals: one error type that carries what went wrong and what would work instead.

/** Programs see these codes (`ERR <code>`); a new one is added here on purpose. */
export type ProblemCode =
  | "username-taken"
  | "invalid-username"
  | "invalid-lobby-name"
  | "user-not-found"
  | "unknown-cmd"
  | "usage"
  | "not-logged-in"
  | "already-logged-in"
  | "password-required"
  | "bad-password"
  | "too-many-tries"
  | "busy"
  | "already-registered"
  | "not-registered"
  | "banned"
  | "muted"
  | "not-allowed"
  | "rate-limited"
  | "lobby-not-found"
  | "lobby-exists"
  | "too-many-lobbies"
  | "bad-lobby-password"
  | "picture-not-found"
  | "nothing-to-do"
  | "assistant-off"
  | "assistant-busy"
  | "assistant-failed"
  | "line-too-long"
  | "malformed"
  | "empty-text"
  | "not-stored"
  | "internal";

/** `text` is one sentence for people, free of control characters, that says what would work. */
export interface Problem {
  readonly code: ProblemCode;
  readonly text: string;
}

export function problem(code: ProblemCode, text: string): Problem {
  return { code, text };
}

/** An expected "no". Anything else that is thrown is a bug and logged with its cause. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.text);
    this.problem = problem;
  }
}

export function refuse(code: ProblemCode, text: string): never {
  throw new Refusal(problem(code, text));
}

/** The store could not take an entry; `cause` says why. */
export class NotStored extends Error {
  override readonly name = "NotStored";
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Tells a parsed value from the problem that stands in its place. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "text" in value;
}
