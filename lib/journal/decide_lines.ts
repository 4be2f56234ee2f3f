// What is said to lobbies.

import type { LobbyLine } from "../domain/event.ts";
import type { SessionId } from "../domain/ids.ts";
import { type Problem, problem } from "../domain/problem.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { type Applied, granted, refusedWith, SESSION_OVER, toLobby } from "./decision.ts";
import type { LineSaid } from "./entry.ts";
import { sanctionText } from "./sanction_rules.ts";

/** Somebody who speaks in a run of lines. */
interface Speaker {
  readonly row: SessionRow;
  /** Whether there was a mute when the run began: it may end within the run, and none can begin. */
  readonly muted: boolean;
  /** How many lines were granted. */
  lines: number;
}

/**
 * Decides lines that follow each other. Nothing but time passes between them, so who speaks is looked up once, and the
 * result is the same as one by one.
 */
export function sayLines(store: Store, entries: readonly LineSaid[]): readonly Applied<LineSaid>[] {
  const speakers = speakersOf(store, entries);
  const drafts: Omit<LobbyLine, "id">[] = [];
  const problems = entries.map(({ session, at, form, text }): Problem | undefined => {
    const speaker = speakers.get(session);
    if (!speaker) return SESSION_OVER;
    const { row: { user, lobby }, muted } = speaker;
    const mute = muted ? store.sanctions.ofUser("mute", user.id, lobby.id, at) : undefined;
    if (mute) return problem("muted", sanctionText(mute));
    speaker.lines++;
    drafts.push({ type: form, at, from: user, lobby, text });
    return undefined;
  });
  for (const { row, lines } of speakers.values()) store.users.countMessages(row.user.id, lines);
  const said = store.messages.appendLines(drafts).values();
  return entries.map(({ session }, index) => {
    const problem = problems[index];
    if (problem) return refusedWith(problem);
    const line = said.next().value;
    if (!line) throw new Error("a line was granted and not stored");
    return granted({ id: line.id }, toLobby(line, session));
  });
}

function speakersOf(store: Store, entries: readonly LineSaid[]): ReadonlyMap<SessionId, Speaker> {
  // Clocks are set back at times: a mute that was over may be in force again.
  const began = entries.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
  const speakers = new Map<SessionId, Speaker>();
  for (const session of new Set(entries.map(({ session }) => session))) {
    const row = store.sessions.get(session);
    if (!row) continue;
    const muted = store.sanctions.ofUser("mute", row.user.id, row.lobby.id, began) !== undefined;
    speakers.set(session, { row, muted, lines: 0 });
  }
  return speakers;
}

/** One line alone. */
export function sayLine(store: Store, entry: LineSaid): Applied<LineSaid> {
  const [said] = sayLines(store, [entry]);
  if (!said) throw new Error("a line was not decided");
  return said;
}
