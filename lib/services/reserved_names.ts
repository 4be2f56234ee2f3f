// Names that nobody and no lobby may have, as they would read like the server's own voice or like a command.

import { nameLook } from "../domain/names.ts";
import { refuse } from "../domain/problem.ts";

export class ReservedNames {
  readonly #looks: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#looks = new Set(names.map(nameLook));
  }

  /** Refuses a reserved name, and one that could be taken for it. */
  check(name: string, code: "invalid-username" | "invalid-lobby-name"): void {
    if (this.#looks.has(nameLook(name))) refuse(code, `The name ${name} is reserved. Try another.`);
  }
}
