// The command line: which subcommands there are, with what each one loads when it runs.
import { runCommandLine, subcommand } from "./lib/process/command_line.ts";
import { type Config, exportSettings, startSettings } from "./lib/config.ts";
import { commandLinePorts, dropFileAccess, processPorts } from "./lib/process/process_ports.ts";

async function start(config: Config): Promise<number> {
  const [{ configureLog }, { runServer }, { startApp }] = await Promise.all([
    import("./lib/process/log.ts"),
    import("./lib/process/run.ts"),
    import("./lib/app.ts"),
  ]);
  await using _log = configureLog(config);
  return await runServer(async () => {
    const app = await startApp(config);
    dropFileAccess();
    return app;
  }, processPorts);
}

const subcommands = [
  subcommand("start", "Runs the chat server.", startSettings, start),
  subcommand(
    "export-logs",
    "Writes the chat log to standard output or a file.",
    exportSettings,
    async (options) => {
      const { exportLogs } = await import("./lib/export/export_logs.ts");
      await exportLogs({ ...options, withDirect: options.withDirect ?? false });
      return 0;
    },
  ),
];

Deno.exit(await runCommandLine(Deno.args, subcommands, commandLinePorts));
