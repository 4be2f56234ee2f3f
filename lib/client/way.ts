// The way to the lobby in which the user is, so that it can be gone again after a break.

import { type LobbyName, nameKey } from "../domain/names.ts";
import type { Message } from "./outgoing.ts";

interface Join {
  readonly lobby: LobbyName;
  /** With the password, where the lobby has one. */
  readonly message: Message;
}

/** `Arrival`: how the server describes the lobby in which everybody begins. */
export class Way<Arrival> {
  #joined: Join | undefined;
  #tried: Join | undefined;
  #meanwhile: Arrival | undefined;

  /** The user asks to be let into a lobby. */
  try(lobby: LobbyName, message: Message): void {
    this.#tried = { lobby, message };
  }

  /** The user has come to the first lobby again: what to say to get back. Undefined: nothing, that is the place. */
  back(arrival: Arrival): Message | undefined {
    if (this.#joined) this.#meanwhile = arrival;
    return this.#joined?.message;
  }

  /** The user is in this lobby now; by somebody else's will when no way leads there. */
  arrived(lobby: LobbyName): void {
    this.#joined = [this.#tried, this.#joined].find((each) => each && nameKey(each.lobby) === nameKey(lobby));
    this.#meanwhile = undefined;
  }

  /** A lobby did not let the user in. The first lobby, where it is to be entered instead. */
  refused(): Arrival | undefined {
    const arrival = this.#meanwhile;
    this.#tried = undefined;
    if (arrival) this.#joined = undefined;
    this.#meanwhile = undefined;
    return arrival;
  }
}
