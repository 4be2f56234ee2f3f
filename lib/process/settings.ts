// How a setting is described and read: one row says all that flags, environment, help and error texts need.
import { sanitise } from "../domain/text.ts";

/** What the text of a setting may be, and which value it stands for. */
export interface Kind<T> {
  /** Completes the sentence "it must be ...". */
  readonly may: string;
  /** Undefined for a text that it may not be. */
  parse(text: string): T | undefined;
}

export interface Setting<T> {
  /**
   * As the command line takes it, with a placeholder for the value: `--port <number>`. A switch has none. What has no
   * dashes is a value without a flag: `[host]`, or `<file>` when it must be given. Left out where it comes from the
   * environment alone.
   */
  readonly flag?: string;
  readonly environment?: string;
  /** True for what no error text may show. */
  readonly secret?: boolean;
  /** The text that counts when nothing is given. Without one, the setting is then left out of the values. */
  readonly fallback?: string;
  readonly kind: Kind<T>;
  /** What it does, with its unit; default and environment name are appended where it is shown. */
  readonly help: string;
}

/** Rows by name. The name of a row is its flag in camel case, as commander names it. */
export type Table = Readonly<Record<string, Setting<unknown>>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;
type Always = { readonly fallback: string } | { readonly flag: `<${string}` };
type Sure<T extends Table> = { [K in keyof T]: T[K] extends Always ? K : never }[keyof T];

/** The parsed values of a table's rows. */
export type Values<T extends Table> =
  & { readonly [K in Sure<T>]: ValueOf<T[K]> }
  & { readonly [K in Exclude<keyof T, Sure<T>>]?: ValueOf<T[K]> };

/** What the command line gave, by row name; a switch gives true. */
export type Flags = Readonly<Record<string, string | true | undefined>>;
/** Environment variables by name, also those of `.env`. An empty one counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Reading<T> = { readonly ok: true; readonly values: T } | {
  readonly ok: false;
  /** One line for each wrong setting: its name, and what it may be. */
  readonly mistakes: readonly string[];
};

/** What is wrong with settings that are fine one by one, in lines as those of a Reading. */
export type Check<T extends Table> = (values: Partial<Values<T>>) => readonly string[];

/** Reads a table's settings; a flag wins over the environment, the environment over `.env`. */
export function readSettings<T extends Table>(
  table: T,
  flags: Flags,
  environment: Environment,
  dotEnv: Environment,
  check: Check<T> = () => [],
): Reading<Values<T>> {
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, setting] of Object.entries(table)) {
    const given = firstGiven(name, setting, flags, environment, dotEnv);
    if (given === undefined) {
      if (setting.flag?.startsWith("<")) mistakes.push(`${nameOf(setting)}: it must be given`);
      continue;
    }
    const value = setting.kind.parse(given.text.trim());
    if (value !== undefined) values[name] = value;
    else {
      const shown = setting.secret ? "" : `, not "${sanitise(given.text)}"`;
      mistakes.push(`${nameOf(setting)}: it must be ${setting.kind.may}${shown} (${given.from})`);
    }
  }
  mistakes.push(...check(values as Partial<Values<T>>));
  // The loop above has set every row that always has a value, or there is a mistake.
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, values: values as Values<T> };
}

function firstGiven(
  name: string,
  { environment: variable, fallback }: Setting<unknown>,
  flags: Flags,
  environment: Environment,
  dotEnv: Environment,
): { readonly text: string; readonly from: string } | undefined {
  const flag = flags[name];
  if (flag !== undefined) return { text: String(flag), from: "from the command line" };
  if (variable !== undefined) {
    if (environment[variable]) return { text: environment[variable], from: "from the environment" };
    if (dotEnv[variable]) return { text: dotEnv[variable], from: "from .env" };
  }
  return fallback === undefined ? undefined : { text: fallback, from: "the default" };
}

/** `--port (PORT)`: how error texts name a setting. */
function nameOf({ flag = "", environment = "" }: Setting<unknown>): string {
  const bare = flag.replace(/ .*/, "");
  return bare && environment ? `${bare} (${environment})` : bare || environment;
}

/** The help text of a setting with its default and, beside a flag, its environment name. */
export function describe({ flag, help, fallback, environment }: Setting<unknown>): string {
  const notes = [
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
    ...(flag === undefined || environment === undefined ? [] : [environment]),
  ];
  return notes.length === 0 ? help : `${help} (${notes.join("; ")})`;
}

/** The environment variables that a table reads: the permission list of its task names exactly these. */
export function environmentNames(table: Table): readonly string[] {
  return Object.values(table).flatMap(({ environment }) => environment ?? []);
}

export function wholeNumber(least: number, most: number): Kind<number> {
  return {
    may: `a whole number from ${least} to ${most}`,
    parse(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** One of some words, in any case. */
export function oneOf<const W extends string>(...words: readonly W[]): Kind<W> {
  return {
    may: `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
    parse: (text) => words.find((word) => word === text.toLowerCase()),
  };
}

/** Any text that matches; `may` says what it is. */
export function textLike(may: string, pattern: RegExp): Kind<string> {
  return { may, parse: (text) => pattern.test(text) ? text : undefined };
}
