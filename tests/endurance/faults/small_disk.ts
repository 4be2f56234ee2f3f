// A disk of a few hundred kilobytes, which is soon full.

import { run } from "./tool.ts";

const BLOCK = 4096;

export class SmallDisk implements AsyncDisposable {
  /** Where it is mounted. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Rejects where nothing can be mounted. */
  static async mount(kilobytes: number): Promise<SmallDisk> {
    const path = await Deno.makeTempDir({ prefix: "parley-disk-" });
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", path]);
      return new SmallDisk(path);
    } catch (error) {
      await Deno.remove(path);
      throw error;
    }
  }

  /** Takes all space that is left, or all but so many kilobytes. */
  fill(butKilobytes = 0): void {
    using file = Deno.openSync(this.#ballast, { write: true, create: true, truncate: true });
    let blocks = 0;
    try {
      while (file.writeSync(new Uint8Array(BLOCK)) === BLOCK) blocks++;
    } catch (error) {
      if (!isFull(error)) throw error;
    }
    file.truncateSync(Math.max(0, blocks * BLOCK - butKilobytes * 1024));
  }

  /** Gives back what `fill` took. */
  free(): void {
    Deno.removeSync(this.#ballast);
  }

  /** From now on nothing on it can be changed. No file may be open for writing. */
  async makeReadOnly(): Promise<void> {
    await run("mount", ["-o", "remount,ro", this.path]);
  }

  async makeWritable(): Promise<void> {
    await run("mount", ["-o", "remount,rw", this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", [this.path]);
    await Deno.remove(this.path);
  }

  get #ballast(): string {
    return `${this.path}/ballast`;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOSPC";
}
