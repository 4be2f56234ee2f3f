// Names of users and lobbies: which are allowed, when two are the same, when one looks like another.

import { type Problem, problem } from "./problem.ts";
import type { SafeText } from "./text.ts";

declare const brand: unique symbol;

/** A user's name as first written; `parseUserName` is the only mint. */
export type UserName = SafeText & { readonly [brand]: "user" };
/** A lobby's name as first written; `parseLobbyName` is the only mint. */
export type LobbyName = SafeText & { readonly [brand]: "lobby" };

export const USER_NAME_LENGTH = { min: 2, max: 20 } as const;
export const LOBBY_NAME_LENGTH = { min: 2, max: 30 } as const;

/** Two names with one key are the same name. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/**
 * Two names with one look can be taken for each other on a screen: `I`, `l` and `1`, `O` and `0`, `rn` and `m`.
 * Case is folded first, as it does not tell names apart, so `i` counts with `l` and `o` with `0`.
 */
export function nameLook(name: string): string {
  return nameKey(name).replaceAll("rn", "m").replace(/[i1]/g, "l").replaceAll("0", "o");
}

/** A user's name, or what is wrong with it. Says nothing about who has it. */
export function parseUserName(text: string): UserName | Problem {
  return checkName(text.trim(), USER_NAME_LENGTH, "invalid-username") ?? text.trim() as UserName;
}

/** A lobby's name, or what is wrong with it. */
export function parseLobbyName(text: string): LobbyName | Problem {
  return checkName(text.trim(), LOBBY_NAME_LENGTH, "invalid-lobby-name") ?? text.trim() as LobbyName;
}

function checkName(
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
  code: "invalid-username" | "invalid-lobby-name",
): Problem | undefined {
  const alphabet = "letters A-Z and a-z, digits, _ and -";
  if (name === "") return problem(code, `A name is needed: ${min} to ${max} of ${alphabet}.`);
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return problem(code, `A name has only ${alphabet}. Try another.`);
  if (name.length < min) return problem(code, `That name is too short: ${min} to ${max} characters.`);
  if (name.length > max) return problem(code, `That name is too long: ${min} to ${max} characters.`);
  return undefined;
}
