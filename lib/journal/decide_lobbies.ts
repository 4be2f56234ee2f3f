// Making lobbies, moving between them, and closing those that nobody uses.

import type { Published } from "../domain/event.ts";
import { GENERAL } from "../domain/ids.ts";
import { nameKey } from "../domain/names.ts";
import type { LobbyRow } from "../store/lobbies.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { type Applied, granted, refused, toLobby } from "./decision.ts";
import type { LobbiesExpired, LobbyCreated, LobbyDescribed, LobbyEntered } from "./entry.ts";
import { notAllowedText, sanctionText } from "./sanction_rules.ts";

export function createLobby(store: Store, entry: LobbyCreated, { user }: SessionRow): Applied<LobbyCreated> {
  const { name, description, passwordHash, limits, at } = entry;
  const open = store.lobbies.byName(name) ?? store.lobbies.byLook(name);
  if (open && nameKey(open.name) === nameKey(name)) {
    return refused("lobby-exists", `There is a lobby ${open.name} already. Try another name.`);
  }
  if (open) return refused("lobby-exists", `That name looks like the lobby ${open.name}. Try another.`);
  const { own, total } = store.lobbies.counts(user.id);
  if (own >= limits.own) return refused("too-many-lobbies", `You have ${own} lobbies, more are not allowed.`);
  if (total >= limits.total) {
    return refused("too-many-lobbies", "There are as many lobbies as this server may have.");
  }
  const id = store.lobbies.add({ name, description, passwordHash, creator: user.id, at });
  return granted({ lobby: { id, name } });
}

export function enterLobby(store: Store, entry: LobbyEntered, row: SessionRow): Applied<LobbyEntered> {
  const lobby = store.lobbies.find(entry.lobby);
  if (!lobby) return refused("lobby-not-found", "That lobby is closed. /lobbies lists those there are.");
  if (lobby.id === row.lobby.id) return refused("nothing-to-do", `You are in ${lobby.name} already.`);
  const ban = store.sanctions.ofUser("ban", row.user.id, lobby.id, entry.at);
  if (ban) return refused("banned", sanctionText(ban));
  if (lobby.passwordHash !== null && lobby.passwordHash !== entry.verified && lobby.owner !== row.user.id) {
    return refused("bad-lobby-password", `${lobby.name} is private: /join ${lobby.name} <password>`);
  }
  return granted(null, ...move(store, row, lobby, entry.at));
}

/** Takes somebody from one lobby to another, seen in both. */
export function move(
  store: Store,
  { id, user, lobby: old }: SessionRow,
  to: LobbyRow,
  at: number,
): readonly Published[] {
  const lobby = { id: to.id, name: to.name };
  store.sessions.move(id, to.id);
  const exited = store.messages.append({ type: "exited", at, from: user, lobby: old });
  const entered = store.messages.append({ type: "entered", at, from: user, lobby });
  return [toLobby(exited, id), toLobby(entered, id)];
}

export function describeLobby(store: Store, entry: LobbyDescribed, row: SessionRow): Applied<LobbyDescribed> {
  const lobby = store.lobbies.get(row.lobby.id);
  if (lobby.owner !== row.user.id && !row.operator) {
    return refused("not-allowed", notAllowedText(lobby));
  }
  store.lobbies.describe(lobby.id, entry.description);
  return granted({ lobby: row.lobby });
}

export function expireLobbies(store: Store, entry: LobbiesExpired): Applied<LobbiesExpired> {
  const closed = store.lobbies.unusedSince(entry.unusedSince).filter(({ id }) => id !== GENERAL);
  for (const { id } of closed) store.lobbies.close(id, entry.at);
  return granted({ closed });
}
