// Users and lobbies as events name them. The JSON dialect tells them apart by name alone, so their ids mean nothing here.

import type { Lobby, Person } from "../domain/event.ts";
import type { LobbyId, UserId } from "../domain/ids.ts";
import type { LobbyName, UserName } from "../domain/names.ts";
import type { SafeText } from "../domain/text.ts";

export function personOf(name: UserName, picture: SafeText | null = null): Person {
  return { id: 0 as UserId, name, picture };
}

export function lobbyOf(name: LobbyName): Lobby {
  return { id: 0 as LobbyId, name };
}
