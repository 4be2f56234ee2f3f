// The cases of a long history, in the order in which they are measured.

import type { Case, Options } from "./case.ts";
import { enteringCase } from "./entering.ts";
import { exportingCase } from "./exporting.ts";
import type { Histories } from "./history_folder.ts";
import { searchingCase } from "./searching.ts";
import { startingCase } from "./starting.ts";

/** `shell`: whether there is the sqlite3 shell to compare with. */
export function historyCases(options: Options, histories: Histories, shell: boolean): readonly Case[] {
  return [
    startingCase(histories),
    enteringCase(options, histories),
    searchingCase(options, histories),
    exportingCase(histories, shell),
  ];
}
