// A disk with a file system of its own, which the system makes read-only as soon as it finds an error on it.

import assert from "node:assert/strict";
import { TempFolder } from "../../support/store.ts";
import { run } from "./tool.ts";

const SIZE = 8 * 1024 * 1024;
/** The major number of loop devices (Linux, Documentation/admin-guide/devices.txt); the minor one tells which it is. */
const LOOP = 7;

export class FragileDisk implements AsyncDisposable {
  readonly #folder = new TempFolder();
  readonly path = `${this.#folder.path}/mount`;

  private constructor() {}

  /** Rejects where nothing can be mounted. */
  static async mount(): Promise<FragileDisk> {
    const disk = new FragileDisk();
    try {
      Deno.mkdirSync(disk.path);
      Deno.writeFileSync(disk.#image, new Uint8Array(SIZE));
      await run("mkfs.ext4", ["-q", disk.#image]);
      await run("mount", ["-o", "loop,errors=remount-ro", disk.#image, disk.path]);
      return disk;
    } catch (error) {
      disk.#folder[Symbol.dispose]();
      throw error;
    }
  }

  /** Its error is that somebody says so. */
  async breakDown(): Promise<void> {
    const { dev } = Deno.statSync(this.path);
    assert.equal(dev >> 8, LOOP, "the disk is no loop device");
    await run("tee", [`/sys/fs/ext4/loop${dev & 0xff}/trigger_fs_error`], "broken by a test");
  }

  async repair(): Promise<void> {
    await run("umount", [this.path]);
    await run("mount", ["-o", "loop", this.#image, this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", [this.path]);
    this.#folder[Symbol.dispose]();
  }

  get #image(): string {
    return `${this.#folder.path}/image`;
  }
}
