// Who may act on whom, and what such an act does. Creators act in their lobby, operators anywhere; each act is a row of
// the audit and a line of the log.

import { contains, isLoopback, parseRange } from "../domain/address.ts";
import type { Lobby, Published } from "../domain/event.ts";
import { GENERAL, type LobbyId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import { type Problem, problem } from "../domain/problem.ts";
import { sanitise } from "../domain/text.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import type { UserRow } from "../store/users.ts";
import { end } from "./decide_sessions.ts";
import { move } from "./decide_lobbies.ts";
import {
  type Applied,
  asPerson,
  granted,
  neverSeen,
  proclaim,
  refused,
  refusedWith,
  toLobby,
} from "./decision.ts";
import type {
  AddressBanned,
  Announced,
  OperatorChanged,
  SanctionLifted,
  UserKicked,
  UserSanctioned,
} from "./entry.ts";
import { addressBan, covers, endText, notAllowedText, reasonText, termText } from "./sanction_rules.ts";

export function kickUser(store: Store, entry: UserKicked, row: SessionRow): Applied<UserKicked> {
  const aim = aimAt(store, row, entry.target);
  if ("problem" in aim) return refusedWith(aim.problem);
  const { target, scope } = aim;
  if (target.assistant) return refusedWith(cannotGo(target));
  const theirs = store.sessions.ofUser(target.id);
  if (!theirs || scope && theirs.lobby.id !== scope.id) {
    return refused("user-not-found", `${target.name} is not ${scope ? `in ${scope.name}` : "here"}.`);
  }
  const { at, reason } = entry;
  const because = reason === "" ? "" : `: ${reason}`;
  store.sanctions.audit({
    at,
    act: "kick",
    actor: row.user.id,
    user: target.id,
    lobby: scope?.id ?? null,
    text: reason,
  });
  const told = proclaim(
    store,
    row,
    theirs.lobby,
    at,
    `${target.name} was kicked by ${row.user.name}${because}`,
  );
  const gone = sendAway(store, theirs, scope, at, "kicked", `by ${row.user.name}${reasonText(reason)}`);
  return granted({ user: asPerson(target), from: scope }, told, ...gone);
}

export function sanctionUser(store: Store, entry: UserSanctioned, row: SessionRow): Applied<UserSanctioned> {
  const aim = aimAt(store, row, entry.target);
  if ("problem" in aim) return refusedWith(aim.problem);
  const { target, scope } = aim;
  const { at, action, until, reason } = entry;
  if (target.assistant && action === "ban") return refusedWith(cannotGo(target));
  const lobby = scope?.id ?? null;
  // The newest word counts, also when it is shorter.
  store.sanctions.lift(action, target.id, lobby, at);
  store.sanctions.add({ action, subject: { user: target.id }, lobby, until, reason, actor: row.user.id, at });
  store.sanctions.audit({ at, act: action, actor: row.user.id, user: target.id, lobby, until, text: reason });
  const what = action === "ban" ? "banned" : "muted";
  const term = termText(at, until, reason);
  const theirs = store.sessions.ofUser(target.id);
  const where = scope ?? theirs?.lobby ?? row.lobby;
  const told = proclaim(store, row, where, at, `${target.name} was ${what} by ${row.user.name} ${term}`);
  const hit = theirs !== undefined && (!scope || theirs.lobby.id === scope.id);
  const gone = hit && action === "ban"
    ? sendAway(store, theirs, scope, at, "banned", `by ${row.user.name} ${endText(until, reason)}`)
    : [];
  return granted({ user: asPerson(target), lobby: scope, hit }, told, ...gone);
}

export function banAddress(store: Store, entry: AddressBanned, row: SessionRow): Applied<AddressBanned> {
  if (!row.operator) return refused("not-allowed", "Only operators may ban addresses.");
  const { at, range, until, reason } = entry;
  const parsed = parseRange(range);
  if (!parsed) {
    return refused("usage", `${range} is no address. An address or a range reads 192.0.2.7 or 192.0.2.0/24.`);
  }
  if (isLoopback(range)) return refused("not-allowed", "The server's own machine cannot be banned.");
  if (contains(parsed, row.address)) {
    const itIs = range.includes("/") ? "holds" : "is";
    return refused("not-allowed", `${range} ${itIs} your own address. Nothing was done.`);
  }
  store.sanctions.liftAddress(range, at);
  store.sanctions.add({
    action: "ban",
    subject: { address: range },
    lobby: null,
    until,
    reason,
    actor: row.user.id,
    at,
  });
  store.sanctions.audit({ at, act: "ban", actor: row.user.id, address: range, until, text: reason });
  const term = termText(at, until, reason);
  // Operators share addresses with others at times; they can be reached by name, and only after /deop.
  const hit = store.sessions.all().filter((each) =>
    !each.operator && !isLoopback(each.address) && covers(range, each.address)
  );
  // An address is nobody's business but the operators'.
  const told = proclaim(store, row, row.lobby, at, `an address was banned by ${row.user.name} ${term}`);
  const gone = hit.flatMap((each) =>
    end(store, each, at, `Your address was banned by ${row.user.name} ${endText(until, reason)}`)
  );
  return granted({ hit: hit.map(({ user }) => user) }, told, ...gone);
}

export function liftSanction(store: Store, entry: SanctionLifted, row: SessionRow): Applied<SanctionLifted> {
  const { at, action, subject } = entry;
  const act = action === "ban" ? "unban" : "unmute";
  if ("range" in subject) {
    if (!row.operator) return refused("not-allowed", "Only operators may lift bans of addresses.");
    const { range } = subject;
    if (!store.sanctions.liftAddress(range, at)) {
      const wider = addressBan(store.sanctions, range, at)?.subject;
      return refused(
        "nothing-to-do",
        wider === undefined
          ? `${range} is not banned.`
          : `${range} is banned with all of ${wider}: /unban ${wider} lets them all come again.`,
      );
    }
    store.sanctions.audit({ at, act, actor: row.user.id, address: range });
    return granted(
      null,
      proclaim(store, row, row.lobby, at, `an address ban was lifted by ${row.user.name}`),
    );
  }
  const target = store.users.byName(subject.user);
  if (!target) return refusedWith(neverSeen(subject.user));
  const scopes = scopesOf(store, row);
  if (scopes.length === 0) return refused("not-allowed", notAllowedText(row.lobby));
  const scope = scopes.find((lobby) => store.sanctions.lift(action, target.id, lobby, at));
  if (scope === undefined) {
    const [done, place] = action === "ban" ? ["banned", "from"] : ["muted", "in"];
    const here = `${place} ${row.lobby.name}`;
    const where = row.operator ? `${done} neither everywhere nor ${here}` : `not ${done} ${here}`;
    return refused("nothing-to-do", `${target.name} is ${where}. /bans lists what is in force.`);
  }
  store.sanctions.audit({ at, act, actor: row.user.id, user: target.id, lobby: scope });
  const where = scope === null ? store.sessions.ofUser(target.id)?.lobby ?? row.lobby : row.lobby;
  const what = action === "ban" ? "unbanned" : "unmuted";
  return granted(null, proclaim(store, row, where, at, `${target.name} was ${what} by ${row.user.name}`));
}

export function changeOperator(
  store: Store,
  entry: OperatorChanged,
  row: SessionRow,
): Applied<OperatorChanged> {
  if (!row.operator) return refused("not-allowed", "Only operators may do that.");
  const target = store.users.byName(entry.target);
  if (!target) return refusedWith(neverSeen(entry.target));
  if (target.assistant) return refused("not-allowed", `${target.name} is the assistant, and no operator.`);
  const theirs = store.sessions.ofUser(target.id);
  if (entry.operator && target.passwordHash === null) {
    return refused("not-registered", `${target.name} has no password yet: ask for a /register first.`);
  }
  if (entry.operator === (target.operator || theirs?.operator === true)) {
    return refused(
      "nothing-to-do",
      `${target.name} is ${entry.operator ? "an operator already" : "not an operator"}.`,
    );
  }
  store.users.setOperator(target.id, entry.operator);
  if (theirs && !entry.operator) store.sessions.setOperator(theirs.id, false);
  const { at } = entry;
  store.sanctions.audit({ at, act: entry.operator ? "op" : "deop", actor: row.user.id, user: target.id });
  const text = entry.operator
    ? `${target.name} was made an operator by ${row.user.name}`
    : `${target.name} was made a plain member by ${row.user.name}`;
  return granted({ user: asPerson(target) }, proclaim(store, row, theirs?.lobby ?? row.lobby, at, text));
}

export function announce(store: Store, entry: Announced, row: SessionRow): Applied<Announced> {
  if (!row.operator) return refused("not-allowed", "Only operators may speak to everybody.");
  const { at, text } = entry;
  store.sanctions.audit({ at, act: "announce", actor: row.user.id, text });
  // Each lobby keeps it in its own history: the one that everybody enters, and those with people in them.
  const occupied = new Map<LobbyId, Lobby>([[GENERAL, store.lobbies.get(GENERAL)]]);
  for (const { lobby } of store.sessions.all()) occupied.set(lobby.id, lobby);
  const events = [...occupied.values()].map(({ id, name }) =>
    toLobby(
      store.messages.append({ type: "announced", at, from: row.user, lobby: { id, name }, text }),
      row.id,
    )
  );
  return granted(null, ...events);
}

/** Whom a moderator means, and in which lobby it may act; null: everywhere. */
function aimAt(
  store: Store,
  row: SessionRow,
  name: UserName,
): { readonly target: UserRow; readonly scope: Lobby | null } | { readonly problem: Problem } {
  const [widest] = scopesOf(store, row);
  if (widest === undefined) return { problem: problem("not-allowed", notAllowedText(row.lobby)) };
  const target = store.users.byName(name);
  if (!target) return { problem: neverSeen(name) };
  if (target.id === row.user.id) {
    return { problem: problem("not-allowed", "You cannot do that to yourself.") };
  }
  if (target.operator || store.sessions.ofUser(target.id)?.operator) {
    const way = row.operator ? `. /deop ${target.name} comes first.` : ", to whom creators cannot do that.";
    return { problem: problem("not-allowed", `${target.name} is an operator${way}`) };
  }
  return { target, scope: widest === null ? null : row.lobby };
}

function cannotGo({ name }: UserRow): Problem {
  return problem(
    "not-allowed",
    `${name} is the assistant and cannot be sent away. /mute ${name} silences it.`,
  );
}

/** The scopes in which a session may moderate, widest first; null: everywhere. */
function scopesOf(store: Store, row: SessionRow): readonly (LobbyId | null)[] {
  if (row.operator) return [null, row.lobby.id];
  return store.lobbies.get(row.lobby.id).owner === row.user.id ? [row.lobby.id] : [];
}

/** Out of one lobby means back to `general`; out of everywhere, or of `general`, means off the server. */
function sendAway(
  store: Store,
  row: SessionRow,
  scope: Lobby | null,
  at: number,
  what: "kicked" | "banned",
  why: string,
): readonly Published[] {
  if (scope === null || scope.id === GENERAL) return end(store, row, at, `You were ${what} ${why}`);
  return [
    {
      event: { type: "notice", text: sanitise(`You were ${what} from ${scope.name} ${why}`), at },
      audience: { to: "user", user: row.user.id },
      by: row.id,
    },
    ...move(store, row, store.lobbies.get(GENERAL), at),
  ];
}
