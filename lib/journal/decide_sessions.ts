// Who may come in, and what becomes of a visit when it ends.

import type { LobbyEvent, Published } from "../domain/event.ts";
import { GENERAL } from "../domain/ids.ts";
import type { Sanction } from "../domain/reply.ts";
import { sanitise } from "../domain/text.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import type { UserRow } from "../store/users.ts";
import { type Applied, asPerson, granted, refused, toLobby } from "./decision.ts";
import type { SessionClosed, SessionOpened, SessionsEnded } from "./entry.ts";
import { addressBan, sanctionText } from "./sanction_rules.ts";

export function openSession(store: Store, entry: SessionOpened): Applied<SessionOpened> {
  const { name, at, session, address, verified } = entry;
  if (store.sessions.get(session)) return refused("already-logged-in", "You are logged in already.");
  const known = store.users.byName(name);
  if (known?.assistant) return refused("username-taken", `${known.name} is the assistant. Try another name.`);
  const alike = known ? undefined : store.users.byLook(name);
  if (alike) {
    return refused("username-taken", `That name looks like ${alike.name}, which is taken. Try another.`);
  }
  if (known && known.passwordHash !== verified) {
    return refused(
      "password-required",
      `${known.name} is registered. Give its password, or an empty line for another name.`,
    );
  }
  // Not before the password: a script has sent it ahead, and it must not be taken for the next name to try.
  const ban = banOf(store, known, entry);
  if (ban) return refused("banned", sanctionText(ban));
  const other = known && store.sessions.ofUser(known.id);
  if (other && verified === null) {
    return refused("username-taken", `${other.user.name} is here already. Try another name.`);
  }
  const events = other ? end(store, other, at, "You logged in elsewhere, so this session is over.") : [];

  const founder = store.users.none();
  const user = known ?? store.users.add(name, at);
  const lobby = { id: GENERAL, name: store.lobbies.get(GENERAL).name };
  store.sessions.open({ id: session, user: user.id, lobby: lobby.id, address, operator: founder, at });
  store.users.seen(user.id, at);
  const from = asPerson(user);
  const arrival = store.messages.append({ type: "joined", at, from, lobby });
  const ignored = store.ignores.of(user.id);
  return granted(
    { user: from, lobby, arrival: arrival.id, theme: user.theme, ignored, founder },
    ...events,
    toLobby(arrival, session),
  );
}

export function closeSession(store: Store, entry: SessionClosed): Applied<SessionClosed> {
  const row = store.sessions.get(entry.session);
  // Closing twice is one departure.
  return row ? granted(null, toLobby(depart(store, row, entry.at), row.id)) : granted(null);
}

export function endSessions(store: Store, entry: SessionsEnded): Applied<SessionsEnded> {
  const rows = store.sessions.all();
  for (const row of rows) depart(store, row, entry.at);
  // Nobody is left to see it.
  return granted({ ended: rows.length });
}

/** Ends somebody else's session: others see it leave, itself is told why. */
export function end(store: Store, row: SessionRow, at: number, why: string): readonly Published[] {
  return [
    toLobby(depart(store, row, at), row.id),
    {
      event: { type: "dismissed", text: sanitise(why), at },
      audience: { to: "session", session: row.id },
      by: row.id,
    },
  ];
}

function depart(store: Store, { id, user, lobby, guest }: SessionRow, at: number): LobbyEvent {
  store.sessions.close(id);
  store.users.seen(user.id, at);
  if (guest) {
    // The name may be somebody else's next time, who must not inherit what this guest chose or owned.
    store.users.forgetChoices(user.id);
    store.ignores.clear(user.id);
    store.lobbies.disown(user.id);
  }
  return store.messages.append({ type: "left", at, from: user, lobby });
}

function banOf(
  store: Store,
  user: UserRow | undefined,
  { address, at }: SessionOpened,
): Sanction | undefined {
  return user && store.sanctions.ofUser("ban", user.id, null, at) || addressBan(store.sanctions, address, at);
}
