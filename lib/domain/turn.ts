// Long work in one thread: how to let everybody else have a turn.

/**
 * Resolves after the sockets that have something to say were served, a millisecond or so later. Deno looks at timers,
 * then at immediates, then at sockets: a timer alone may be due again before that look, and of immediates a hundred run
 * in a row.
 */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setTimeout(resolve, 0)));
}
