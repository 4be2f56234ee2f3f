// Long work in one thread: how to let everybody else have a turn.

/**
 * Resolves after the sockets that have something to say were served, a millisecond or so later. A timer and not
 * `setImmediate`, of which Deno runs a hundred in a row before it looks at the sockets again.
 */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
