// The list of all commands, in the order in which help shows them.

import type { Command } from "./command.ts";
import help from "./help.ts";
import history from "./history.ts";
import ignore from "./ignore.ts";
import me from "./me.ts";
import msg from "./msg.ts";
import ping from "./ping.ts";
import quit from "./quit.ts";
import reply from "./reply.ts";
import say from "./say.ts";
import search from "./search.ts";
import start from "./start.ts";
import stats from "./stats.ts";
import stop from "./stop.ts";
import tag from "./tag.ts";
import theme from "./theme.ts";
import time from "./time.ts";
import unignore from "./unignore.ts";
import users from "./users.ts";
import whois from "./whois.ts";

export const commands: readonly Command[] = [
  help,
  say,
  me,
  tag,
  msg,
  reply,
  start,
  stop,
  users,
  whois,
  stats,
  history,
  search,
  ignore,
  unignore,
  theme,
  time,
  ping,
  quit,
];
