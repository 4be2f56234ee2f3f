// All commands, or one of them.

import { refuse } from "../domain/problem.ts";
import { defineCommand } from "./command.ts";
import { optional, word } from "./params.ts";

export default defineCommand({
  name: "help",
  aliases: ["commands"],
  summary: "all commands; /help <command>: how one is used",
  example: "history",
  params: { command: optional(word()) },
  run({ catalogue }, { command }) {
    if (!command) return { kind: "commands", commands: catalogue };
    const name = command.replace(/^\//, "").toLowerCase();
    const found = catalogue.find((each) => each.name === name || each.aliases.includes(name));
    if (!found) refuse("unknown-cmd", `There is no command /${name}. /help lists all commands.`);
    return { kind: "command", command: found };
  },
});
