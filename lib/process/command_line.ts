// From arguments to a subcommand that runs, and to the exit code: 2 for a wrong use, 1 for what hinders the start.
import { Argument, Command, CommanderError, Option } from "commander";
import { StartError } from "../domain/start_error.ts";
import {
  type Check,
  describe,
  type Environment,
  environmentNames,
  type Flags,
  type Reading,
  readSettings,
  type Table,
  type Values,
} from "./settings.ts";
import { version } from "./version.ts";

/** What the command line needs of the process. Neither output fails when nobody reads it. */
export interface CommandLinePorts {
  /** One environment variable. */
  variable(name: string): string | undefined;
  /** The variables in `.env`; none without such a file. Throws StartError when it cannot be read. */
  dotEnv(): Environment;
  out(text: string): void;
  error(text: string): void;
}

/** One subcommand. Its settings are read before it runs. */
export interface Subcommand {
  readonly name: string;
  /** Its first line stands in the list of subcommands, all of it in its own help. */
  readonly summary: string;
  readonly settings: Table;
  /** Resolves to the exit code; wrong settings come back at once and nothing has run then. */
  run(flags: Flags, environment: Environment, dotEnv: Environment): Reading<Promise<number>>;
}

/** Ties a table to the function that takes its values; `run` resolves to the exit code. */
export function subcommand<T extends Table>(
  name: string,
  summary: string,
  settings: T,
  run: (values: Values<T>) => Promise<number>,
  check?: Check<T>,
): Subcommand {
  return {
    name,
    summary,
    settings,
    run(flags, environment, dotEnv) {
      const reading = readSettings(settings, flags, environment, dotEnv, check);
      return reading.ok ? { ok: true, values: run(reading.values) } : reading;
    },
  };
}

/** Runs the subcommand that the arguments name, and resolves to the exit code of the process. */
export async function runCommandLine(
  args: readonly string[],
  subcommands: readonly Subcommand[],
  ports: CommandLinePorts,
): Promise<number> {
  let code = 0;
  const program = prepare(new Command("deno task"), ports).description("A chat server for TCP clients.");
  for (const each of subcommands) {
    const command = prepare(new Command(each.name), ports).description(each.summary)
      .summary(each.summary.replace(/\n.*/s, ""));
    const positional: string[] = [];
    for (const [name, setting] of Object.entries(each.settings)) {
      if (setting.flag === undefined) continue;
      if (setting.flag.startsWith("-")) command.addOption(new Option(setting.flag, describe(setting)));
      else {
        positional.push(name);
        command.addArgument(new Argument(setting.flag, describe(setting)));
      }
    }
    command.addHelpText("after", environmentHelp(each.settings));
    command.action(async () => {
      const flags: Record<string, string | true | undefined> = { ...command.opts<Flags>() };
      positional.forEach((name, index) => flags[name] = command.args[index]);
      const environment = readEnvironment(each.settings, ports);
      // A subcommand without variables has no business with the file of variables.
      const dotEnv = Object.keys(environment).length === 0 ? {} : ports.dotEnv();
      const reading = each.run(flags, environment, dotEnv);
      if (!reading.ok) command.error(reading.mistakes.join("\n"), { exitCode: 2 });
      else code = await reading.values;
    });
    program.addCommand(command);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    // commander has said already what is wrong; its own code for a wrong use is 1.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof StartError)) throw error;
    ports.error(`${error.message}\n`);
    return 1;
  }
}

function prepare(command: Command, { out, error }: CommandLinePorts): Command {
  return command
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: error,
      // A suggestion stays on the line of its mistake.
      outputError: (text, write) => write(text.replace("\n(", " (")),
      // commander would read variables that the permission list does not name.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/** What help says of settings that have no flag; empty when all have one. */
function environmentHelp(settings: Table): string {
  const rows = Object.values(settings).filter(({ flag }) => flag === undefined);
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(({ environment = "" }) => environment.length));
  const lines = rows.map((row) => `  ${row.environment?.padEnd(width)}  ${describe(row)}`);
  return ["\nFrom the environment or .env alone:", ...lines].join("\n");
}

function readEnvironment(settings: Table, ports: CommandLinePorts): Environment {
  return Object.fromEntries(environmentNames(settings).map((name) => [name, ports.variable(name)]));
}
