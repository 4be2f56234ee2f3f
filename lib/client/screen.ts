// The client on a terminal: a screen of its own, whose input line nothing that comes in can disturb.

import {
  KeybindingsManager,
  type KeyId,
  matchesKey,
  ProcessTerminal,
  ScrollView,
  setKeybindings,
  TUI_KEYBINDINGS,
  TuiAltScreen,
  VStack,
} from "@earendil-works/pi-tui";
import { systemClock } from "../domain/clock.ts";
import { ansi } from "../dialects/terminal/palette.ts";
import type { Chat } from "./chat.ts";
import { InputHistory } from "./input_history.ts";
import { Bar, Prompt, Transcript } from "./panes.ts";

/** Milliseconds for the terminal to say what it still has to say, such as that a key was let go. */
const LAST_KEYS = { most: 200, quiet: 30 };

export const KEYS = [
  "Tab completes. Up, Down: lines typed before. PageUp, PageDown: scroll.",
  "/start <user> opens a conversation. Ctrl-N, Ctrl-P, Alt-1: switch. Ctrl-C: leave.",
];

export class Screen {
  readonly #chat: Chat;
  readonly #terminal = new ProcessTerminal();
  readonly #tui: TuiAltScreen;
  readonly #scroll: ScrollView;
  readonly #prompt: Prompt;
  readonly #history = new InputHistory();

  /** `server` is shown to the user. */
  constructor(chat: Chat, server: string) {
    this.#chat = chat;
    setKeybindings(keybindings);
    this.#tui = new TuiAltScreen(this.#terminal, true, undefined, {
      scrollToEndIndicator: () => ansi.strong(" more below: Ctrl-End "),
    });
    this.#prompt = new Prompt(chat, (line) => this.#submit(line));
    this.#scroll = new ScrollView(new Transcript(chat, systemClock), { follow: "end", primary: true });
    const below = [new Bar(chat, server, () => this.#prompt.value), this.#prompt];
    this.#tui.setLayoutRoot(
      new VStack([
        { component: this.#scroll, basis: 0, grow: 1, minSize: 1 },
        ...below.map((component) => ({ component, basis: "auto" as const })),
      ]),
    );
    this.#tui.setFocus(this.#prompt);
    this.#tui.addInputListener((data) => this.#key(data));
  }

  start(): void {
    this.#tui.start();
  }

  changed(): void {
    this.#tui.requestRender();
  }

  /** Gives the terminal back as it was. */
  async stop(): Promise<void> {
    await this.#terminal.drainInput(LAST_KEYS.most, LAST_KEYS.quiet);
    this.#tui.stop({ preserveScreen: true });
  }

  #submit(line: string): void {
    const secret = this.#chat.visit.login.asks !== undefined;
    // The prompt changes with what is asked for, and a line that was sent may open another conversation.
    this.#prompt.value = "";
    if (this.#chat.typed(line)) {
      if (!secret) this.#history.add(line);
      this.#scroll.scrollToEnd();
    } else {
      this.#prompt.value = line;
    }
    this.changed();
  }

  #key(data: string): { consume: boolean } | { data: string } | undefined {
    // A pasted text is one line, however many it was.
    if (data.startsWith("\u001b[200~")) return { data: data.replace(/\r\n|[\r\n]/g, " ") };
    const action = this.#actions.find(([key]) => matchesKey(data, key))?.[1];
    if (!action) return undefined;
    action();
    this.changed();
    return { consume: true };
  }

  readonly #actions: readonly (readonly [KeyId, () => void])[] = [
    ["ctrl+c", () => this.#chat.quit()],
    ["tab", () => this.#prompt.value = this.#chat.completion.complete(this.#prompt.value)],
    ["up", () => this.#recall(this.#history.older(this.#prompt.value))],
    ["down", () => this.#recall(this.#history.newer())],
    ["ctrl+n", () => this.#look(() => this.#chat.conversations.step(1))],
    ["ctrl+p", () => this.#look(() => this.#chat.conversations.step(-1))],
    ...DIGITS.map((digit) =>
      [`alt+${digit}`, () => this.#look(() => this.#chat.conversations.pick(Number(digit)))] as const
    ),
  ];

  #recall(line: string | undefined): void {
    if (line !== undefined && !this.#chat.visit.login.asks) this.#prompt.value = line;
  }

  #look(change: () => void): void {
    if (this.#chat.visit.login.asks) return;
    change();
    this.#scroll.scrollToEnd();
  }
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Home and End are for the line, as everywhere else; the library gives them to the screen. */
const keybindings = new KeybindingsManager(TUI_KEYBINDINGS, {
  "tui.altScreen.top": "ctrl+home",
  "tui.altScreen.bottom": "ctrl+end",
  "tui.editor.cursorLineStart": ["home", "ctrl+a"],
  "tui.editor.cursorLineEnd": ["end", "ctrl+e"],
});
