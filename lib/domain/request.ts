// What a client wants, free of the dialect in which it was said.

import type { SafeText } from "./text.ts";

/** `verb` is a command's name or alias in lower case; `args` is all that follows it, parsed by the command. */
export interface Request {
  readonly verb: SafeText;
  readonly args: SafeText;
  /** The lobby that the client names for its text; it must be the one in which its user is. */
  readonly lobby?: SafeText;
}
