// The assistant: what it is called, what it is asked, how its answers come into being, and what a lobby makes of it.

import type { Published } from "../domain/event.ts";
import { GENERAL } from "../domain/ids.ts";
import { nameKey } from "../domain/names.ts";
import type { SafeText } from "../domain/text.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import type { TurnRow } from "../store/turns.ts";
import { type Applied, asPerson, granted, proclaim, refused, toLobby } from "./decision.ts";
import type { AnswerEnded, AnswerGrew, AssistantNamed, PromptSet, QuestionAsked } from "./entry.ts";
import { endText, notAllowedText, sanctionText } from "./sanction_rules.ts";

export function nameAssistant(store: Store, { name, at }: AssistantNamed): Applied<AssistantNamed> {
  const known = store.users.byLook(name);
  if (known && (!known.assistant || nameKey(known.name) !== nameKey(name))) {
    return refused(
      "username-taken",
      `The assistant cannot be called ${name}: that is, or looks like, the name of ${known.name}.`,
    );
  }
  return granted({ assistant: asPerson(known ?? store.users.add(name, at, "assistant")) });
}

export function askQuestion(
  store: Store,
  { assistant, at, text }: QuestionAsked,
  { id, user, lobby }: SessionRow,
): Applied<QuestionAsked> {
  const mute = store.sanctions.ofUser("mute", user.id, lobby.id, at);
  if (mute) return refused("muted", sanctionText(mute));
  const to = asPerson(store.users.get(assistant));
  const silence = store.sanctions.ofUser("mute", to.id, lobby.id, at);
  if (silence) {
    return refused("muted", `${to.name} is muted here ${endText(silence.until, silence.reason)}`);
  }
  store.users.countMessages(user.id, 1);
  const asked = store.messages.append({ type: "tagged", at, from: user, lobby, to, text });
  const turn = store.turns.add(lobby.id, user.id, asked.id);
  return granted({ turn, id: asked.id, lobby }, toLobby(asked, id));
}

export function growAnswer(store: Store, { turn: id, lines, at }: AnswerGrew): Applied<AnswerGrew> {
  const turn = store.turns.find(id);
  if (!turn) return refused("nothing-to-do", "That question is answered.");
  const { soFar, assistant: from, lobby } = turn;
  if (lines.length === soFar.length || !continues(lines, soFar)) {
    return refused("nothing-to-do", "That is not how the answer goes on.");
  }
  store.turns.grow(id, lines);
  const grown = lines.slice(soFar.length);
  return granted(null, {
    event: { type: "answer-grew", from, lobby, lines: grown, first: soFar.length === 0, at },
    audience: { to: "lobby", lobby: lobby.id },
    by: null,
  });
}

export function endAnswer(store: Store, entry: AnswerEnded): Applied<AnswerEnded> {
  const { turn: id, lines, problem, at } = entry;
  const turn = store.turns.find(id);
  // Ending twice is one end.
  if (!turn) return granted(null);
  const answer = lines.length === 0 ? undefined : say(store, turn, lines, at);
  store.turns.end(id, answer?.event.id ?? null, at);
  const events: Published[] = answer ? [answer] : [];
  if (problem) {
    const event = { type: "answer-failed", problem, at } as const;
    events.push({ event, audience: { to: "user", user: turn.asker }, by: null });
  }
  return granted(null, ...events);
}

function say(
  store: Store,
  { soFar, assistant: from, lobby }: TurnRow,
  lines: readonly SafeText[],
  at: number,
) {
  store.users.countMessages(from.id, 1);
  store.users.seen(from.id, at);
  const grown = continues(lines, soFar) ? soFar.length : 0;
  return toLobby(store.messages.append({ type: "answered", at, from, lobby, lines, grown }), null);
}

function continues(lines: readonly SafeText[], soFar: readonly SafeText[]): boolean {
  return soFar.length <= lines.length && soFar.every((line, index) => line === lines[index]);
}

export function setPrompt(store: Store, entry: PromptSet, row: SessionRow): Applied<PromptSet> {
  const { assistant, prompt, at } = entry;
  const { name } = store.users.get(assistant);
  if (row.lobby.id === GENERAL) {
    return refused(
      "not-allowed",
      `${name} stays as it is in ${row.lobby.name}. /create makes another lobby.`,
    );
  }
  const lobby = store.lobbies.get(row.lobby.id);
  if (lobby.owner !== row.user.id && !row.operator) return refused("not-allowed", notAllowedText(lobby));
  if (prompt === null && store.lobbies.prompt(lobby.id) === null) {
    return refused("nothing-to-do", `${name} has no other character here.`);
  }
  store.lobbies.setPrompt(lobby.id, prompt);
  const what = prompt === null ? `gave ${name} its own character back` : `gave ${name} a new character here`;
  return granted({ lobby: row.lobby }, proclaim(store, row, row.lobby, at, `${row.user.name} ${what}`));
}
