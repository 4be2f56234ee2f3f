// Decides each entry: a function of the rows and the entry alone. It reads no clock, no random and no settings, and
// content never makes it throw, so the same entries in the same order give the same rows everywhere.

import { GENERAL } from "../domain/ids.ts";
import type { Lobby, LobbyEvent, Person, Published } from "../domain/event.ts";
import { problem, type ProblemCode } from "../domain/problem.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import type { Draft } from "../store/messages.ts";
import type {
  DirectSeen,
  DirectSent,
  Entry,
  LineSaid,
  Outcome,
  SessionClosed,
  SessionOpened,
  SessionsEnded,
  ThemeChosen,
  UserIgnored,
  UserTagged,
} from "./entry.ts";

/** The outcome for whoever appended the entry, and what viewers may see once it is committed. */
export interface Applied<E extends Entry = Entry> {
  readonly outcome: Outcome<E>;
  readonly events: readonly Published[];
}

/** Must run inside a transaction. */
export function apply(store: Store, entry: Entry): Applied {
  switch (entry.type) {
    case "session-opened":
      return openSession(store, entry);
    case "session-closed":
      return closeSession(store, entry);
    case "sessions-ended":
      return endSessions(store, entry);
    case "line-said":
      return bySession(store, entry, sayLine);
    case "user-tagged":
      return bySession(store, entry, tagUser);
    case "direct-sent":
      return bySession(store, entry, sendDirect);
    case "direct-seen":
      return bySession(store, entry, seeDirect);
    case "theme-chosen":
      return bySession(store, entry, chooseTheme);
    case "user-ignored":
      return bySession(store, entry, ignoreUser);
    default:
      throw new Error(`unknown entry ${JSON.stringify(entry satisfies never)}`);
  }
}

function openSession(store: Store, entry: SessionOpened): Applied<SessionOpened> {
  const { name, at, session } = entry;
  if (store.sessions.get(session)) return refused("already-logged-in", "You are logged in already.");
  const known = store.users.byName(name);
  if (!known) {
    const alike = store.users.byLook(name);
    if (alike) {
      return refused("username-taken", `That name looks like ${alike.name}, which is taken. Try another.`);
    }
  } else if (store.sessions.ofUser(known.id)) {
    return refused("username-taken", `${known.name} is here already. Try another name.`);
  }
  const user = known ?? store.users.add(name, at);
  if (!user.hasPassword) {
    // A guest's name may have another owner each time: nobody inherits what somebody else chose.
    store.users.ignoreNobody(user.id);
    store.users.setTheme(user.id, null);
  }
  const lobby = store.lobbies.get(GENERAL);
  store.sessions.open(session, user.id, lobby.id, at);
  store.users.seen(user.id, at);
  const from = asPerson(user);
  const arrival = store.messages.append({ type: "joined", at, from, lobby });
  const theme = user.hasPassword ? user.theme : null;
  return granted(
    { user: from, lobby, arrival: arrival.id, theme, ignored: store.users.ignored(user.id) },
    toLobby(arrival, session),
  );
}

function closeSession(store: Store, entry: SessionClosed): Applied<SessionClosed> {
  const row = store.sessions.get(entry.session);
  // Closing twice is one departure.
  if (!row) return granted(null);
  return granted(null, toLobby(depart(store, row, entry.at), row.id));
}

function endSessions(store: Store, entry: SessionsEnded): Applied<SessionsEnded> {
  const rows = store.sessions.all();
  for (const row of rows) depart(store, row, entry.at);
  // Nobody is left to see it.
  return granted({ ended: rows.length });
}

function depart(store: Store, { id, user, lobby }: SessionRow, at: number): LobbyEvent {
  store.sessions.close(id);
  store.users.seen(user.id, at);
  return store.messages.append({ type: "left", at, from: user, lobby });
}

function sayLine(store: Store, entry: LineSaid, { id, user, lobby }: SessionRow): Applied<LineSaid> {
  const said = speak(store, { type: entry.form, at: entry.at, from: user, lobby, text: entry.text });
  return granted({ id: said.id }, toLobby(said, id));
}

function tagUser(store: Store, entry: UserTagged, { id, user, lobby }: SessionRow): Applied<UserTagged> {
  const tagged = store.users.byName(entry.to);
  if (!tagged) return neverSeen(entry.to);
  const to = asPerson(tagged);
  const said = speak(store, { type: "tagged", at: entry.at, from: user, lobby, to, text: entry.text });
  return granted({ id: said.id }, toLobby(said, id), {
    event: { type: "tagged-you", from: user, at: entry.at },
    audience: { to: "user", user: to.id },
    by: id,
  });
}

function speak<Line extends Draft & { lobby: Lobby }>(store: Store, line: Line) {
  store.users.countMessage(line.from.id);
  return store.messages.append(line);
}

function sendDirect(store: Store, entry: DirectSent, { id, user }: SessionRow): Applied<DirectSent> {
  const reader = store.users.byName(entry.to);
  if (!reader) return neverSeen(entry.to);
  const to = asPerson(reader);
  const message = store.messages.append({ type: "direct", at: entry.at, from: user, to, text: entry.text });
  const queued = store.sessions.ofUser(to.id) === undefined;
  const outcome = { message, queued, openName: queued && !reader.hasPassword };
  if (queued) return granted(outcome);
  return granted(outcome, { event: message, audience: { to: "user", user: to.id }, by: id });
}

function seeDirect(store: Store, entry: DirectSeen, { user }: SessionRow): Applied<DirectSeen> {
  for (const message of entry.messages) store.messages.delivered(message, user.id, entry.at);
  return granted(null);
}

function chooseTheme(store: Store, entry: ThemeChosen, { user }: SessionRow): Applied<ThemeChosen> {
  store.users.setTheme(user.id, entry.theme);
  return granted(null);
}

function ignoreUser(store: Store, entry: UserIgnored, { user }: SessionRow): Applied<UserIgnored> {
  const other = store.users.byName(entry.name);
  if (!other) return neverSeen(entry.name);
  if (other.id === user.id) return refused("user-not-found", "You cannot ignore yourself.");
  if (entry.ignored) store.users.ignore(user.id, other.id);
  else store.users.unignore(user.id, other.id);
  return granted({ user: asPerson(other) });
}

/** Hands the entry on with the row of its session, which says who acts and where. */
function bySession<E extends Entry & { readonly session: SessionRow["id"] }>(
  store: Store,
  entry: E,
  decide: (store: Store, entry: E, session: SessionRow) => Applied<E>,
): Applied<E> {
  const row = store.sessions.get(entry.session);
  return row ? decide(store, entry, row) : refused("not-logged-in", "Your session is over. Log in again.");
}

function asPerson({ id, name, picture }: Person): Person {
  return { id, name, picture };
}

function granted<E extends Entry>(
  value: (Outcome<E> & { granted: true })["value"],
  ...events: Published[]
): Applied<E> {
  return { outcome: { granted: true, value }, events };
}

function refused<E extends Entry>(code: ProblemCode, text: string): Applied<E> {
  return { outcome: { granted: false, problem: problem(code, text) }, events: [] };
}

function neverSeen<E extends Entry>(name: string): Applied<E> {
  return refused("user-not-found", `Nobody named ${name} was ever here. /users all lists everybody.`);
}

function toLobby(event: LobbyEvent, by: SessionRow["id"]): Published {
  return { event, audience: { to: "lobby", lobby: event.lobby.id }, by };
}
