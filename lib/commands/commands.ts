// The list of all commands, in the order in which help shows them.

import type { Command } from "./command.ts";
import ai from "./ai.ts";
import announce from "./announce.ts";
import ban from "./ban.ts";
import bans from "./bans.ts";
import create from "./create.ts";
import deop from "./deop.ts";
import describe from "./describe.ts";
import help from "./help.ts";
import history from "./history.ts";
import ignore from "./ignore.ts";
import join from "./join.ts";
import kick from "./kick.ts";
import leave from "./leave.ts";
import lobbies from "./lobbies.ts";
import me from "./me.ts";
import msg from "./msg.ts";
import mute from "./mute.ts";
import op from "./op.ts";
import password from "./password.ts";
import ping from "./ping.ts";
import quit from "./quit.ts";
import register from "./register.ts";
import reply from "./reply.ts";
import say from "./say.ts";
import search from "./search.ts";
import setai from "./setai.ts";
import sp from "./sp.ts";
import start from "./start.ts";
import stats from "./stats.ts";
import stop from "./stop.ts";
import tag from "./tag.ts";
import theme from "./theme.ts";
import time from "./time.ts";
import unban from "./unban.ts";
import unignore from "./unignore.ts";
import unmute from "./unmute.ts";
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
  ai,
  lobbies,
  create,
  join,
  leave,
  describe,
  setai,
  register,
  password,
  sp,
  theme,
  ignore,
  unignore,
  kick,
  mute,
  unmute,
  ban,
  unban,
  bans,
  op,
  deop,
  announce,
  time,
  ping,
  quit,
];
