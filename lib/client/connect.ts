// The terminal client: a line to the server, the chat, and a screen or a pipe to show it in.

import { systemClock } from "../domain/clock.ts";
import { StartError } from "../domain/start_error.ts";
import { sanitise } from "../domain/text.ts";
import { Chat } from "./chat.ts";
import type { Entry } from "./conversation.ts";
import { Link } from "./link.ts";
import { Plain } from "./plain.ts";
import { dial, type Target } from "./socket.ts";
import { stdinLines, StdoutLines } from "./stdio.ts";

/** Whatever shows the chat to its user. */
interface View {
  onEntry(entry: Entry): void;
  onChange(): void;
  /** Resolves when the user is done, if the view can know. */
  run(): Promise<void>;
  /** Gives back what it took. */
  stop(): Promise<void>;
}

/** Chats until the user is done; resolves to the exit code. Throws StartError for settings that contradict. */
export async function connect(target: Target): Promise<number> {
  if (target.insecure && !target.tls) throw new StartError("--insecure only means something with --tls.");
  const onTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const quit = Promise.withResolvers<void>();
  const link: Link = new Link({
    dial: () => dial(target),
    clock: systemClock,
    random: Math.random,
    ping: JSON.stringify({ body: "/ping" }),
    onOpen: () => chat.opened(),
    onLine: (line) => chat.received(line),
    onDown: (why, wait) => chat.closed(why, wait),
  });
  const chat: Chat = new Chat({
    clock: systemClock,
    link,
    repaints: onTerminal,
    onEntry: (entry) => view.onEntry(entry),
    onChange: () => view.onChange(),
    onQuit: () => quit.resolve(),
  });
  const view = onTerminal ? await screenView(chat, target) : pipeView(chat);
  onSignals(() => chat.quit());
  try {
    await Promise.race([view.run(), quit.promise, crash()]);
    await link.stop();
  } finally {
    await view.stop();
  }
  // On a screen the user has seen what was refused.
  return chat.failed && !onTerminal ? 1 : 0;
}

async function screenView(chat: Chat, { host, port, tls }: Target): Promise<View> {
  // The library is large; a pipe does without it.
  const { KEYS, Screen } = await import("./screen.ts");
  for (const line of KEYS) chat.conversations.lobby.tell("status", sanitise(line));
  const screen = new Screen(chat, `${host}:${port}${tls ? " (TLS)" : ""}`);
  return {
    onEntry: () => {},
    onChange: () => screen.changed(),
    run: () => {
      screen.start();
      return new Promise(() => {});
    },
    stop: () => screen.stop(),
  };
}

function pipeView(chat: Chat): View {
  const out = new StdoutLines(() => chat.quit());
  const note = (line: string) => console.error(line);
  const plain = new Plain({ lines: stdinLines(), print: (line) => out.print(line), note });
  return {
    onEntry: (entry) => plain.show(entry),
    onChange: () => plain.changed(chat),
    run: () => plain.run(chat),
    stop: () => out.flushed(),
  };
}

function onSignals(quit: () => void): void {
  const signals = Deno.build.os === "windows"
    ? ["SIGINT"] as const
    : ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, quit);
}

/** Rejects with an error that nobody caught, so that the terminal is given back before it is shown. */
function crash(): Promise<never> {
  return new Promise((_, reject) => {
    globalThis.addEventListener("error", (event) => {
      event.preventDefault();
      reject(event.error);
    });
    globalThis.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      reject(event.reason);
    });
  });
}
