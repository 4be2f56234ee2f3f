// What is said: to lobbies and to single users.

import type { Lobby } from "../domain/event.ts";
import type { Draft } from "../store/messages.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { type Applied, asPerson, granted, neverSeen, refused, refusedWith, toLobby } from "./decision.ts";
import type { DirectSeen, DirectSent, LineSaid, UserTagged } from "./entry.ts";
import { sanctionText } from "./sanction_rules.ts";

export function sayLine(store: Store, entry: LineSaid, { id, user, lobby }: SessionRow): Applied<LineSaid> {
  const mute = store.sanctions.ofUser("mute", user.id, lobby.id, entry.at);
  if (mute) return refused("muted", sanctionText(mute));
  const said = speak(store, { type: entry.form, at: entry.at, from: user, lobby, text: entry.text });
  return granted({ id: said.id }, toLobby(said, id));
}

export function tagUser(
  store: Store,
  entry: UserTagged,
  { id, user, lobby }: SessionRow,
): Applied<UserTagged> {
  const tagged = store.users.byName(entry.to);
  if (!tagged) return refusedWith(neverSeen(entry.to));
  const mute = store.sanctions.ofUser("mute", user.id, lobby.id, entry.at);
  if (mute) return refused("muted", sanctionText(mute));
  const to = asPerson(tagged);
  const said = toLobby(
    speak(store, { type: "tagged", at: entry.at, from: user, lobby, to, text: entry.text }),
    id,
  );
  const outcome = { id: said.event.id };
  // Of what goes on in a private lobby nobody outside is told anything.
  const outside = store.sessions.ofUser(to.id)?.lobby.id !== lobby.id;
  if (outside && store.lobbies.get(lobby.id).passwordHash !== null) return granted(outcome, said);
  return granted(outcome, said, {
    event: { type: "tagged-you", from: user, to, at: entry.at },
    audience: { to: "user", user: to.id },
    by: id,
  });
}

export function sendDirect(store: Store, entry: DirectSent, { id, user }: SessionRow): Applied<DirectSent> {
  const reader = store.users.byName(entry.to);
  if (!reader) return refusedWith(neverSeen(entry.to));
  const mute = store.sanctions.ofUser("mute", user.id, null, entry.at);
  if (mute) return refused("muted", sanctionText(mute));
  const to = asPerson(reader);
  const message = store.messages.append({ type: "direct", at: entry.at, from: user, to, text: entry.text });
  const queued = store.sessions.ofUser(to.id) === undefined;
  const outcome = { message, queued, openName: queued && reader.passwordHash === null };
  if (queued) return granted(outcome);
  return granted(outcome, { event: message, audience: { to: "user", user: to.id }, by: id });
}

export function seeDirect(store: Store, entry: DirectSeen, { user }: SessionRow): Applied<DirectSeen> {
  for (const message of entry.messages) store.messages.delivered(message, user.id, entry.at);
  return granted(null);
}

function speak<Line extends Draft & { lobby: Lobby }>(store: Store, line: Line) {
  store.users.countMessage(line.from.id);
  return store.messages.append(line);
}
