// The list of all dialects, in the order in which they are asked whether a first line is theirs.

import type { DialectFactory } from "./dialect.ts";
import { json } from "./json/json.ts";
import { login } from "./login/login.ts";
import { terminal } from "./terminal/terminal.ts";

export const dialects: readonly DialectFactory[] = [login, json, terminal];
