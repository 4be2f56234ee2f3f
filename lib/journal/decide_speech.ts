// What is said to single users, in their lobby or to them alone.

import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import {
  type Applied,
  askInstead,
  asPerson,
  granted,
  neverSeen,
  refused,
  refusedWith,
  toLobby,
} from "./decision.ts";
import type { DirectSeen, DirectSent, UserTagged } from "./entry.ts";
import { sanctionText } from "./sanction_rules.ts";

export function tagUser(
  store: Store,
  entry: UserTagged,
  { id, user, lobby }: SessionRow,
): Applied<UserTagged> {
  const tagged = store.users.byName(entry.to);
  if (!tagged) return refusedWith(neverSeen(entry.to));
  if (tagged.assistant) return refusedWith(askInstead(tagged.name));
  const mute = store.sanctions.ofUser("mute", user.id, lobby.id, entry.at);
  if (mute) return refused("muted", sanctionText(mute));
  const to = asPerson(tagged);
  const line = store.messages.append({
    type: "tagged",
    at: entry.at,
    from: user,
    lobby,
    to,
    text: entry.text,
  });
  store.users.countMessages(user.id, 1);
  const said = toLobby(line, id);
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
  if (reader.assistant) return refusedWith(askInstead(reader.name));
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
