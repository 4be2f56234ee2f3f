// All settings of all subcommands: flags, environment, help and error texts come from these rows alone.
import {
  apiKey,
  assistantName,
  given,
  host,
  logLevels,
  modelName,
  path,
  portNumber,
  portOrOff,
  rate,
  server,
  time,
  userNames,
  webAddress,
} from "./process/kinds.ts";
import {
  type Environment,
  type Flags,
  oneOf,
  type Reading,
  readSettings,
  type Table,
  textLike,
  type Values,
  wholeNumber,
} from "./process/settings.ts";

export const startSettings = {
  host: {
    flag: "--host <address>",
    environment: "PARLEY_HOST",
    fallback: "127.0.0.1",
    kind: host,
    help: "address to listen on; 0.0.0.0 lets other machines in",
  },
  port: {
    flag: "--port <number>",
    environment: "PORT",
    fallback: "8080",
    kind: portNumber,
    help: "port for every kind of client; 0 = any free port",
  },
  tlsPort: {
    flag: "--tls-port <number>",
    environment: "TLS_PORT",
    fallback: "8443",
    kind: portOrOff,
    help: "the same over TLS alone, when there is a certificate; 0 = any free port",
  },
  tlsCert: {
    flag: "--tls-cert <file>",
    environment: "TLS_CERT",
    kind: path,
    help: "certificate in PEM form; server.crt where that exists",
  },
  tlsKey: {
    flag: "--tls-key <file>",
    environment: "TLS_KEY",
    kind: path,
    help: "its private key; server.key where that exists",
  },
  loginPort: {
    flag: "--login-port <number>",
    environment: "LOGIN_PORT",
    fallback: "off",
    kind: portOrOff,
    help: "port for the login dialect alone; 0 = any free port",
  },
  jsonPort: {
    flag: "--json-port <number>",
    environment: "JSON_PORT",
    fallback: "off",
    kind: portOrOff,
    help: "port for the JSON dialect alone; 0 = any free port",
  },
  data: {
    flag: "--data <folder>",
    environment: "PARLEY_DATA",
    fallback: "data",
    kind: path,
    help: "folder of the database",
  },
  history: {
    flag: "--history <events>",
    environment: "PARLEY_HISTORY",
    fallback: "50",
    kind: wholeNumber(0, 1000),
    help: "events replayed on entering a lobby; 0 = none",
  },
  maxConnections: {
    flag: "--max-connections <number>",
    environment: "MAX_CONNECTIONS",
    fallback: "1000",
    kind: wholeNumber(0, 1_000_000),
    help: "connections in all; 0 = no limit",
  },
  maxConnectionsPerIp: {
    flag: "--max-connections-per-ip <number>",
    environment: "MAX_CONNECTIONS_PER_IP",
    fallback: "10",
    kind: wholeNumber(0, 1_000_000),
    help: "connections per IPv4 address or IPv6 /64; 0 = no limit",
  },
  connectionRate: {
    flag: "--connection-rate <number/seconds>",
    environment: "CONNECTION_RATE",
    fallback: "30/10",
    kind: rate,
    help: "new connections per seconds from one address; 0 = no limit; this machine itself has none",
  },
  messageRate: {
    flag: "--message-rate <number/seconds>",
    environment: "MESSAGE_RATE",
    fallback: "5/10",
    kind: rate,
    help: "messages per seconds of one user, as a token bucket; 0 = no limit",
  },
  lobbyTtl: {
    flag: "--lobby-ttl <days>",
    environment: "LOBBY_TTL",
    fallback: "30",
    kind: wholeNumber(0, 36_500),
    help: "days after which a lobby that nobody uses is closed; 0 = never",
  },
  operator: {
    flag: "--operator <names>",
    environment: "PARLEY_OPERATOR",
    fallback: "",
    kind: userNames,
    help: "names that are operators once they are registered, with commas between them",
  },
  idleTimeout: {
    flag: "--idle-timeout <seconds>",
    environment: "IDLE_TIMEOUT",
    fallback: "600",
    // Timers hold 24 days at most.
    kind: wholeNumber(0, 1_000_000),
    help: "seconds without a line before a connection is closed; 0 = never",
  },
  loginIdleTimeout: {
    flag: "--login-idle-timeout <seconds>",
    environment: "LOGIN_IDLE_TIMEOUT",
    fallback: "60",
    kind: wholeNumber(0, 1_000_000),
    help: "the same for clients of the login dialect, which keep themselves alive by PING",
  },
  aiName: {
    flag: "--ai-name <name>",
    environment: "AI_NAME",
    fallback: "Rox",
    kind: assistantName,
    help: "what the assistant is called that answers /ai",
  },
  aiContext: {
    flag: "--ai-context <lines>",
    environment: "AI_CONTEXT",
    fallback: "5",
    kind: wholeNumber(0, 50),
    help: "last lines of the lobby that it is given with a question",
  },
  aiRate: {
    flag: "--ai-rate <number/seconds>",
    environment: "AI_RATE",
    fallback: "5/60",
    kind: rate,
    help: "questions per seconds of one user, a lobby as a whole has twice as many; 0 = no limit",
  },
  geminiApiKey: {
    environment: "GEMINI_API_KEY",
    secret: true,
    kind: apiKey,
    help: "key of Google Gemini; with it Gemini answers /ai",
  },
  geminiBaseUrl: {
    environment: "GEMINI_BASE_URL",
    secret: true,
    kind: webAddress,
    help: "where Gemini is; Google's own address when left out",
  },
  aiBaseUrl: {
    environment: "AI_BASE_URL",
    secret: true,
    kind: webAddress,
    help: "OpenAI-compatible endpoint that answers /ai instead, such as http://127.0.0.1:11434/v1",
  },
  aiApiKey: {
    environment: "AI_API_KEY",
    secret: true,
    kind: apiKey,
    help: "its key, where it needs one",
  },
  aiModel: {
    environment: "AI_MODEL",
    kind: modelName,
    help: "its model; Gemini has one of its own when left out",
  },
  synchronous: {
    flag: "--synchronous <mode>",
    environment: "PARLEY_SYNCHRONOUS",
    fallback: "normal",
    kind: oneOf("normal", "full"),
    help: "how SQLite writes: normal survives a crash of the server; full a power cut, too, and is slower",
  },
  logLevel: {
    flag: "--log-level <level>",
    environment: "LOG_LEVEL",
    fallback: "info",
    kind: logLevels,
    help: `least level that is logged: ${logLevels.may}`,
  },
  logFormat: {
    flag: "--log-format <format>",
    environment: "LOG_FORMAT",
    fallback: "text",
    kind: oneOf("text", "json"),
    help: "log on standard error: text for people, json for machines",
  },
} as const satisfies Table;

/** The settings of a server. Times are in seconds; 0 has the meaning that the row's help gives. */
export type Config = Values<typeof startSettings>;

/** What is missing between settings of a server that are fine one by one. */
export function checkStart(
  { geminiApiKey, aiBaseUrl, aiApiKey, aiModel }: Partial<Config>,
): readonly string[] {
  if (geminiApiKey !== undefined) return [];
  return [
    ...aiBaseUrl !== undefined && aiModel === undefined ? ["AI_MODEL: it must be set with AI_BASE_URL"] : [],
    ...aiApiKey !== undefined && aiBaseUrl === undefined
      ? ["AI_BASE_URL: it must be set with AI_API_KEY"]
      : [],
  ];
}

/** Reads a server's settings; wrong ones are reported all together. */
export function readConfig(flags: Flags, environment: Environment, dotEnv: Environment): Reading<Config> {
  return readSettings(startSettings, flags, environment, dotEnv, checkStart);
}

export const exportSettings = {
  data: startSettings.data,
  format: {
    flag: "--format <format>",
    fallback: "text",
    kind: oneOf("text", "csv", "jsonl"),
    help: "text, csv or jsonl (JSON Lines)",
  },
  lobby: { flag: "--lobby <name>", kind: textLike("the name of a lobby", /./), help: "this lobby alone" },
  since: {
    flag: "--since <time>",
    kind: time,
    help: "from this time on: YYYY-MM-DD[ HH:MM[:SS]], local time",
  },
  until: { flag: "--until <time>", kind: time, help: "before this time" },
  withDirect: { flag: "--with-direct", kind: given, help: "direct messages, too" },
  output: { flag: "--output <file>", kind: path, help: "write to this file instead of standard output" },
} as const satisfies Table;

export const backupSettings = {
  file: { flag: "<file>", kind: path, help: "file to write; it must not be there yet" },
  data: startSettings.data,
} as const satisfies Table;

export const connectSettings = {
  server: {
    flag: "[host[:port]]",
    fallback: "127.0.0.1",
    kind: server,
    help: "where the server is; its port is 8080, with --tls 8443, unless it is given",
  },
  tls: { flag: "--tls", kind: given, help: "encrypt, and check who the server is" },
  insecure: {
    flag: "--insecure",
    kind: given,
    help: "with --tls: take any certificate, such as one that the server's owner has made",
  },
} as const satisfies Table;
