// Reading what may never come.

/**
 * What `source` yields until the signal is aborted, also when the source takes no notice of that: a lobby is not to
 * wait for ever, nor is the end of the server. Leaving the loop leaves the source.
 */
export async function* untilAborted<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  const items = source[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  try {
    while (!signal.aborted) {
      const next = await Promise.race([items.next(), aborted]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited, as a source that hangs does not end.
    items.return?.().catch(() => {});
  }
}
