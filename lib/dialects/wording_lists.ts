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

export function commandList(commands: readonly CommandHelp[], { strong, faint }: Palette): readonly string[] {
  const rows = commands.map(({ name, summary }) => ({
    name: sanitise(`/${name}`),
    summary: sanitise(summary),
  }));
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  return [
    strong("Commands:"),
    ...rows.map(({ name, summary }) => `  ${strong(name)}${" ".repeat(width - name.length)}  ${summary}`),
    faint("/help <command> shows how to use one. Text without a slash goes to the lobby."),
  ];
}

export function commandHelp(command: CommandHelp, { strong, faint }: Palette): readonly string[] {
  const aliases = command.aliases.map((alias) => `/${sanitise(alias)}`).join(", ");
  return [
    strong(sanitise(`/${command.name} ${command.usage}`.trimEnd())),
    `  ${sanitise(command.summary)}`,
    `  ${faint("example:")} /${sanitise(command.example)}`,
    ...(aliases === "" ? [] : [`  ${faint("also:")} ${aliases}`]),
  ];
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
  return [
    face(user, palette),
    row("role", user.role),
    row("lobby", user.online ? user.lobby?.name ?? "a private one" : "none, offline"),
    row("since", formatTime(user.createdAt)),
    row("last seen", user.online ? "here now" : formatTime(user.lastSeenAt)),
  ];
}
