// Whether a file is still where it was opened.

import assert from "node:assert/strict";
import { FileWatch } from "../../../lib/store/file_watch.ts";
import { TempFolder } from "../../support/store.ts";

/** How long a test waits for something that never comes, in milliseconds of real time: only a failing test does. */
const PATIENCE = 10_000;

/** Watches a file of a folder `data` that is open and is written; resolves `gone` when it is taken away. */
function watch({ path }: TempFolder) {
  Deno.mkdirSync(`${path}/data`);
  const file = Deno.openSync(`${path}/data/file`, { create: true, write: true });
  const { promise: gone, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error("nobody noticed")), PATIENCE);
  const fileWatch = new FileWatch(`${path}/data/file`, resolve);
  return {
    file,
    gone: gone.finally(() => clearTimeout(timer)),
    [Symbol.dispose]() {
      fileWatch[Symbol.dispose]();
      file.close();
    },
  };
}

const WAYS: Readonly<Record<string, (folder: string) => void>> = {
  "is deleted": (folder) => Deno.removeSync(`${folder}/data/file`),
  "is deleted with its folder": (folder) => Deno.removeSync(`${folder}/data`, { recursive: true }),
  "is moved away": (folder) => Deno.renameSync(`${folder}/data/file`, `${folder}/data/other`),
};
for (const [how, take] of Object.entries(WAYS)) {
  Deno.test({
    name: `FileWatch tells that its file ${how}`,
    // An open file cannot be taken away there.
    ignore: Deno.build.os === "windows",
    async fn() {
      using folder = new TempFolder();
      using watched = watch(folder);
      take(folder.path);
      await watched.gone;
    },
  });
}

Deno.test("FileWatch takes a file that is written, and read by others, for one that is there", async () => {
  using folder = new TempFolder();
  let gone = false;
  const path = `${folder.path}/file`;
  Deno.writeTextFileSync(path, "");
  {
    using _ = new FileWatch(path, () => gone = true);
    for (let times = 0; times < 10; times++) {
      await Deno.writeTextFile(path, "more", { append: true });
      assert.ok(await Deno.readTextFile(path));
    }
    // What came last comes last.
    using last = Deno.watchFs(path, { recursive: false });
    await Deno.chmod(path, 0o600);
    await last[Symbol.asyncIterator]().next();
  }
  assert.equal(gone, false);
});
