// Decides each entry: a function of the rows and the entry alone. It reads no clock, no random and no settings, and
// content never makes it throw, so the same entries in the same order give the same rows everywhere.

import type { Store } from "../store/store.ts";
import { askQuestion, endAnswer, growAnswer, nameAssistant, setPrompt } from "./decide_assistant.ts";
import { createLobby, describeLobby, enterLobby, expireLobbies } from "./decide_lobbies.ts";
import {
  announce,
  banAddress,
  changeOperator,
  kickUser,
  liftSanction,
  sanctionUser,
} from "./decide_moderation.ts";
import { closeSession, endSessions, openSession } from "./decide_sessions.ts";
import { sayLine } from "./decide_lines.ts";
import { seeDirect, sendDirect, tagUser } from "./decide_speech.ts";
import {
  changePassword,
  choosePicture,
  chooseTheme,
  ignoreUser,
  nameOperator,
  registerName,
} from "./decide_users.ts";
import { type Applied, bySession } from "./decision.ts";
import type { Entry } from "./entry.ts";

export type { Applied };

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
      return sayLine(store, entry);
    case "user-tagged":
      return bySession(store, entry, tagUser);
    case "direct-sent":
      return bySession(store, entry, sendDirect);
    case "direct-seen":
      return bySession(store, entry, seeDirect);
    case "theme-chosen":
      return bySession(store, entry, chooseTheme);
    case "picture-chosen":
      return bySession(store, entry, choosePicture);
    case "user-ignored":
      return bySession(store, entry, ignoreUser);
    case "name-registered":
      return bySession(store, entry, registerName);
    case "password-changed":
      return bySession(store, entry, changePassword);
    case "operator-named":
      return nameOperator(store, entry);
    case "lobby-created":
      return bySession(store, entry, createLobby);
    case "lobby-entered":
      return bySession(store, entry, enterLobby);
    case "lobby-described":
      return bySession(store, entry, describeLobby);
    case "lobbies-expired":
      return expireLobbies(store, entry);
    case "user-kicked":
      return bySession(store, entry, kickUser);
    case "user-sanctioned":
      return bySession(store, entry, sanctionUser);
    case "address-banned":
      return bySession(store, entry, banAddress);
    case "sanction-lifted":
      return bySession(store, entry, liftSanction);
    case "operator-changed":
      return bySession(store, entry, changeOperator);
    case "announced":
      return bySession(store, entry, announce);
    case "assistant-named":
      return nameAssistant(store, entry);
    case "question-asked":
      return bySession(store, entry, askQuestion);
    case "answer-grew":
      return growAnswer(store, entry);
    case "answer-ended":
      return endAnswer(store, entry);
    case "prompt-set":
      return bySession(store, entry, setPrompt);
    default:
      throw new Error(`unknown entry ${JSON.stringify(entry satisfies never)}`);
  }
}
