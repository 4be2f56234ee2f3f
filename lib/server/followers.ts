// Who sees the answers of the assistant grow: whoever saw the first lines of one, as long as nothing of it is missing.

import type { Answer, AnswerGrowth } from "../domain/event.ts";
import type { LobbyId } from "../domain/ids.ts";
import type { Renderer } from "../dialects/dialect.ts";

export class Followers<Viewer extends { readonly renderer: Renderer }> {
  /** Of the answer that grows in a lobby, with what has shown them its beginning: in another look it has none. */
  readonly #growing = new Map<LobbyId, Map<Viewer, Renderer>>();

  /** Which of `viewers`, everybody who may see the event, see it as followers. */
  of(event: Answer | AnswerGrowth, viewers: Iterable<Viewer>): ReadonlySet<Viewer> {
    const { lobby: { id } } = event;
    const begins = event.type === "answer-grew" && event.first;
    const before = this.#growing.get(id);
    const now = new Map<Viewer, Renderer>();
    for (const viewer of viewers) {
      const { renderer } = viewer;
      if (begins ? renderer.follows : before?.get(viewer) === renderer) now.set(viewer, renderer);
    }
    if (event.type === "answered" || now.size === 0) this.#growing.delete(id);
    else this.#growing.set(id, now);
    // What does not go on from the lines that were shown is shown whole.
    return new Set(event.type === "answered" && event.grown === 0 ? [] : now.keys());
  }

  /** The viewer is in the lobby no more: what it saw of an answer stays unfinished. */
  leave(lobby: LobbyId, viewer: Viewer): void {
    this.#growing.get(lobby)?.delete(viewer);
  }
}
