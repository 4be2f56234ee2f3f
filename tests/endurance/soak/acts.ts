// What visitors do: talk, flood, write to each other, look for things, change lobbies, and read slowly at times.

import type { Guest } from "../guest.ts";
import type { Random } from "../random.ts";
import { pause } from "./pause.ts";

export interface Actor {
  readonly guest: Guest;
  readonly random: Random;
  /** Of everybody there may be. */
  readonly names: readonly string[];
  onSaid(lines: number): void;
}

/** Resolves when it is done and answered; false: the server has ended the visit. */
export type Act = (actor: Actor) => Promise<boolean>;

const WORDS = ["hello", "there", "how", "are", "you", "meeting", "on", "monday", "日本語", "grüße"];
const LOBBIES = ["cave", "den", "attic", "cellar", "kitchen", "garden"];
const FLOOD = 200;
/** Slow readers ask for more than the system keeps for them, and then read nothing for so many milliseconds. */
const SLOW = { pages: 40, least: 500, most: 3000 } as const;

/** How often each is done. */
const FREQUENCIES: readonly (readonly [number, Act])[] = [
  [40, (actor) => say(actor, 1 + actor.random.below(5))],
  [2, (actor) => say(actor, FLOOD)],
  [15, ({ guest, random, names }) => command(guest, `msg ${random.pick(names)} ${random.pick(WORDS)}`)],
  [10, ({ guest, random }) => command(guest, `search ${random.pick(WORDS)}`)],
  [10, ({ guest }) => command(guest, "history 50")],
  [5, ({ guest }) => command(guest, "users all")],
  [5, ({ guest, random }) => command(guest, `create ${random.pick(LOBBIES)} a place`)],
  [10, ({ guest, random }) => command(guest, `join ${random.pick(LOBBIES)}`)],
  [10, ({ guest }) => command(guest, "leave")],
  [2, readSlowly],
];

/** To pick from. */
export const acts: readonly Act[] = FREQUENCIES.flatMap(([times, act]) => Array<Act>(times).fill(act));

function command(guest: Guest, typed: string): Promise<boolean> {
  return guest.ask(guest.way.speech.command(typed));
}

function say({ guest, random, onSaid }: Actor, lines: number): Promise<boolean> {
  onSaid(lines);
  return guest.ask(
    ...Array.from(
      { length: lines },
      () =>
        guest.way.speech.say(
          Array.from({ length: 1 + random.below(12) }, () => random.pick(WORDS)).join(" "),
        ),
    ),
  );
}

async function readSlowly({ guest, random }: Actor): Promise<boolean> {
  const { client, way: { speech } } = guest;
  client.pause();
  await client.send(new TextEncoder().encode(`${speech.command("history 500")}\n`.repeat(SLOW.pages)));
  await pause(SLOW.least + random.below(SLOW.most));
  client.resume();
  return await guest.ask();
}
