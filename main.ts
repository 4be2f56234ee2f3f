// The command line: which subcommands there are, with what each one loads when it runs.
import type { LanguageModel } from "./lib/assistant/language_model.ts";
import { runCommandLine, subcommand } from "./lib/process/command_line.ts";
import {
  backupSettings,
  checkStart,
  type Config,
  connectSettings,
  exportSettings,
  startSettings,
} from "./lib/config.ts";
import { certificateFiles } from "./lib/process/certificate_files.ts";
import { modelSettings } from "./lib/process/model_settings.ts";
import { commandLinePorts, dropFileAccess, processPorts } from "./lib/process/process_ports.ts";

async function start(config: Config): Promise<number> {
  const [{ configureLog }, { runServer }, { startApp }] = await Promise.all([
    import("./lib/process/log.ts"),
    import("./lib/process/run.ts"),
    import("./lib/app.ts"),
  ]);
  await using _log = configureLog(config);
  return await runServer(async () => {
    const certificate = certificateFiles(config);
    const model = await loadModel(config);
    const app = await startApp(config, {
      ...certificate && { certificate },
      ...model && { model },
      searchThread: true,
    });
    // A renewed certificate is read while the server runs.
    dropFileAccess(certificate !== undefined);
    return app;
  }, processPorts);
}

/** The packages of the providers are loaded where one is set, and nowhere else. */
async function loadModel(config: Config): Promise<LanguageModel | undefined> {
  const settings = modelSettings(config);
  if (settings === undefined) return undefined;
  const { openModel } = await import("./lib/assistant/open_model.ts");
  return await openModel(settings);
}

const subcommands = [
  subcommand("start", "Runs the chat server.", startSettings, start, checkStart),
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
  subcommand(
    "backup",
    `Copies the database to a file, also while the server runs.

To restore it, start a server on a new folder with nothing else in it:
  mkdir new && cp <file> new/parley.db && deno task start --data new`,
    backupSettings,
    async (options) => {
      const { backUp } = await import("./lib/export/backup.ts");
      await backUp(options);
      return 0;
    },
  ),
  subcommand(
    "connect",
    "Chats in this terminal; in a pipe, line by line.",
    connectSettings,
    async ({ server: { host, port }, tls = false, insecure = false }) => {
      const { connect } = await import("./lib/client/connect.ts");
      return await connect({ host, port: port ?? (tls ? 8443 : 8080), tls, insecure });
    },
  ),
];

Deno.exit(await runCommandLine(Deno.args, subcommands, commandLinePorts));
