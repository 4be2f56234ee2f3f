// The words of replies that list users, lobbies, commands and sanctions; wording.ts puts them together with the rest.

import { formatTime } from "../domain/clock.ts";
import type { CommandHelp, KnownUser, LobbySummary, Reply, Sanction } from "../domain/reply.ts";
import { sanitise } from "../domain/text.ts";
import { face, type Palette } from "./look.ts";

type ReplyOf<Kind extends Reply["kind"]> = Extract<Reply, { kind: Kind }>;

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

export function entered({ name, present, description }: LobbySummary, { strong, faint }: Palette): string {
  const here = present > 1 ? `${present} people are here` : "you are alone";
  return `You are in ${strong(name)} now, ${here}.${description === "" ? "" : ` ${faint(description)}`}`;
}

export function lobbies(all: readonly LobbySummary[], { strong, faint }: Palette): readonly string[] {
  return [
    strong(`${count(all.length, "lobby", "lobbies")}:`),
    ...all.flatMap((lobby) => [
      `  ${strong(lobby.name)} ${
        faint(`(${count(lobby.present, "person", "people")})`)
      } ${lobby.description}`,
      `    ${
        faint(
          `${lobby.private ? "private" : "public"}, assistant ${
            lobby.customAssistant ? "custom" : "default"
          }, ` +
            `created by ${lobby.creator ?? "the server"}`,
        )
      }`,
    ]),
  ];
}

export function sanctions(all: readonly Sanction[], { strong, faint, name }: Palette): readonly string[] {
  if (all.length === 0) return ["Nobody is muted or banned."];
  return [
    strong(`${count(all.length, "mute or ban", "mutes and bans")} in force:`),
    ...all.map(({ action, subject, lobby, until, reason, actor }) => {
      const [done, at] = action === "ban" ? ["banned", "from"] : ["muted", "in"];
      const where = lobby === null ? "everywhere" : `${at} ${lobby}`;
      const end = until === null ? "for good" : `until ${formatTime(until)}`;
      const what = `${done} ${where} ${end}`;
      return `  ${strong(subject)} ${what} ${faint("by")} ${name(actor)}${
        reason === "" ? "" : `: ${reason}`
      }`;
    }),
  ];
}

export function pictures({ pictures }: ReplyOf<"pictures">, { strong, faint }: Palette): readonly string[] {
  return [
    strong("Pictures:"),
    ...pictures.map(({ name, picture }) => `  ${sanitise(name).padEnd(10)} ${picture}`),
    faint("/sp <name> chooses one, /sp default goes back to the default one."),
  ];
}

/** A narrower window is written to as if it were so wide, or hardly a word would fit beside a command's name. */
const LEAST_COLUMNS = 40;

export function commandList(
  commands: readonly CommandHelp[],
  { strong, faint }: Palette,
  columns?: number,
): readonly string[] {
  const rows = commands.map(({ name, summary }) => ({
    name: sanitise(`/${name}`),
    summary: sanitise(summary),
  }));
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  const hint = "/help <command> shows how to use one. Text without a slash goes to the lobby.";
  return [
    strong("Commands:"),
    ...rows.flatMap(({ name, summary }) =>
      hanging(`  ${strong(name)}${" ".repeat(width - name.length)}  `, width + 4, summary, columns)
    ),
    ...hanging("", 0, hint, columns).map(faint),
  ];
}

export function commandHelp(
  command: CommandHelp,
  { strong, faint }: Palette,
  columns?: number,
): readonly string[] {
  const name = sanitise(`/${command.name} `);
  const usage = sanitise(command.usage);
  const aliases = command.aliases.map((alias) => `/${sanitise(alias)}`).join(", ");
  const row = (label: string, text: string) => hanging(`  ${faint(label)} `, label.length + 3, text, columns);
  return [
    ...hanging(name, name.length, usage, columns).map((line) => strong(line.trimEnd())),
    ...hanging("  ", 2, sanitise(command.summary), columns),
    ...row("example:", `/${sanitise(command.example)}`),
    ...(aliases === "" ? [] : row("also:", aliases)),
  ];
}

/**
 * Text that follows a head of the given width and goes on below its own beginning. Words are never cut: one that is too
 * long for its line stands on it alone.
 */
function hanging(head: string, width: number, text: string, columns?: number): readonly string[] {
  const room = columns === undefined ? Infinity : Math.max(columns, LEAST_COLUMNS) - width;
  const [first = "", ...words] = text.split(" ");
  const lines: string[] = [];
  let line = head + first;
  let used = first.length;
  for (const word of words) {
    used += 1 + word.length;
    if (used <= room) {
      line += ` ${word}`;
    } else {
      lines.push(line);
      line = " ".repeat(width) + word;
      used = word.length;
    }
  }
  return [...lines, line];
}

export function everyone({ users, total }: ReplyOf<"everyone">, { name, faint }: Palette): readonly string[] {
  const more = total - users.length;
  return [
    ...users.map((user) =>
      user.online
        ? `${name(user.name)} <ONLINE> in ${user.lobby?.name ?? "a private lobby"}`
        : `${name(user.name)} <OFFLINE> last seen ${formatTime(user.lastSeenAt)}`
    ),
    ...(more > 0 ? [faint(`and ${more} more`)] : []),
  ];
}

export function whois(user: KnownUser, palette: Palette): readonly string[] {
  const row = (label: string, value: string) => `  ${palette.faint(label.padEnd(10))} ${value}`;
  const head = [face(user, palette), row("role", user.role)];
  if (user.role === "assistant") return [...head, row("answers", "/ai <question>")];
  return [
    ...head,
    row("lobby", user.online ? user.lobby?.name ?? "a private one" : "none, offline"),
    row("since", formatTime(user.createdAt)),
    row("last seen", user.online ? "here now" : formatTime(user.lastSeenAt)),
  ];
}
