// Who may import whom: arrows point one way, so that each room can be understood, and changed, by itself.

import assert from "node:assert/strict";
import { sourceFiles } from "./source_files.ts";

/** For each room of lib/ the rooms that it may import, besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  net: ["domain"],
  dialects: ["domain"],
  store: ["domain"],
  assistant: ["domain"],
  journal: ["domain", "store"],
  services: ["domain", "store", "journal", "assistant"],
  commands: ["domain", "services"],
  server: ["domain", "net", "dialects", "services", "commands"],
  export: ["domain", "store"],
  client: ["domain", "dialects"],
  process: ["domain"],
  "config.ts": ["domain", "process"],
  "app.ts": [
    ...["domain", "net", "dialects", "store", "journal", "assistant", "services", "commands", "server"],
    "config.ts",
  ],
};

Deno.test("every import inside lib follows the arrows", () => {
  const wrong: string[] = [];
  for (const { path, imports } of sourceFiles("lib")) {
    const from = roomOf(path);
    const allowed = ARROWS[from] ?? assert.fail(`${path} is in no known room`);
    for (const target of imports.filter((each) => each.startsWith("lib/"))) {
      const to = roomOf(target);
      if (to !== from && !allowed.includes(to)) wrong.push(`${path} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("every room of lib is in the picture, and the picture has no other", () => {
  assert.deepEqual(
    [...new Set(sourceFiles("lib").map(({ path }) => roomOf(path)))].sort(),
    Object.keys(ARROWS).sort(),
  );
});

Deno.test("only the store and the export speak SQLite", () => {
  const speakers = sourceFiles("lib").filter(({ imports }) => imports.includes("node:sqlite")).map((
    { path },
  ) => path);
  assert.deepEqual(
    [...new Set(speakers.map(roomOf))].filter((room) => room !== "store" && room !== "export"),
    [],
  );
});

Deno.test("packages come from npm or from Deno itself, pinned", () => {
  const { imports } = JSON.parse(Deno.readTextFileSync("deno.json")) as { imports: Record<string, string> };
  for (const [name, specifier] of Object.entries(imports)) {
    assert.match(specifier, /^npm:(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/, name);
  }
  const foreign = [...sourceFiles("lib"), ...sourceFiles("tests"), ...sourceFiles("main.ts")]
    .flatMap(({ path, imports }) => imports.map((target) => ({ path, target })))
    .filter(({ target }) => /^(jsr|https?|npm):/.test(target));
  assert.deepEqual(foreign, []);
});

/** `lib/store/users.ts` is in `store`; a file beside the rooms is a room of its own. */
function roomOf(path: string): string {
  return path.split("/")[1] ?? path;
}
