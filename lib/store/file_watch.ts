// Notices that a file is taken away from under the program that has it open, and goes on writing where nobody will look.

/** Looks after one file until it is disposed of. */
export class FileWatch implements Disposable {
  readonly #watcher: Deno.FsWatcher;

  /**
   * `onGone` runs once, soon after the file at `path` is deleted or moved away; it need not when another takes its
   * place at the same moment. Throws when the system watches no more files.
   */
  constructor(path: string, onGone: () => void) {
    this.#watcher = Deno.watchFs(path, { recursive: false });
    this.#follow(onGone);
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
  }

  async #follow(onGone: () => void): Promise<void> {
    let gone = false;
    // To its end: it is closed by whoever disposes of it.
    for await (const { kind } of this.#watcher) {
      if (kind === "remove" && !gone) onGone();
      gone ||= kind === "remove";
    }
  }
}
