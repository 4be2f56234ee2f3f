// What users choose and own.

import type { SessionRow } from "../store/sessions.ts";
import type { Store } from "../store/store.ts";
import { type Applied, asPerson, granted, neverSeen, refused, refusedWith } from "./decision.ts";
import type {
  NameRegistered,
  OperatorNamed,
  PasswordChanged,
  PictureChosen,
  ThemeChosen,
  UserIgnored,
} from "./entry.ts";

export function registerName(store: Store, entry: NameRegistered, row: SessionRow): Applied<NameRegistered> {
  if (!row.guest) {
    return refused("already-registered", `${row.user.name} is registered. /password changes the password.`);
  }
  const { at } = entry;
  const user = row.user.id;
  const operator = row.operator || entry.operator;
  store.users.setPassword(user, entry.hash, at);
  if (operator) {
    store.users.setOperator(user, true);
    // The first user of a server makes itself one; others are named on the command line.
    store.sanctions.audit({ at, act: "op", actor: row.operator ? user : null, user });
  }
  return granted({ operator });
}

export function changePassword(
  store: Store,
  entry: PasswordChanged,
  { user }: SessionRow,
): Applied<PasswordChanged> {
  // Between verifying and now the password may have been changed by somebody else who knows it.
  const stored = store.users.byName(user.name)?.passwordHash ?? null;
  if (stored !== entry.from) {
    return refused("bad-password", "That is not the password of your name any more.");
  }
  store.users.setPassword(user.id, entry.to, entry.at);
  return granted(null);
}

export function nameOperator(store: Store, entry: OperatorNamed): Applied<OperatorNamed> {
  const user = store.users.byName(entry.name);
  // Anybody could come under a name that has no password yet.
  if (!user || user.passwordHash === null) return granted({ known: false });
  if (!user.operator) {
    store.users.setOperator(user.id, true);
    store.sanctions.audit({ at: entry.at, act: "op", actor: null, user: user.id });
  }
  return granted({ known: true });
}

export function chooseTheme(store: Store, entry: ThemeChosen, { user }: SessionRow): Applied<ThemeChosen> {
  store.users.setTheme(user.id, entry.theme);
  return granted(null);
}

export function choosePicture(
  store: Store,
  entry: PictureChosen,
  { user }: SessionRow,
): Applied<PictureChosen> {
  store.users.setPicture(user.id, entry.picture);
  return granted(null);
}

export function ignoreUser(store: Store, entry: UserIgnored, { user }: SessionRow): Applied<UserIgnored> {
  const other = store.users.byName(entry.name);
  if (!other) return refusedWith(neverSeen(entry.name));
  if (other.id === user.id) return refused("nothing-to-do", "You cannot ignore yourself.");
  if (entry.ignored) store.ignores.add(user.id, other.id);
  else store.ignores.remove(user.id, other.id);
  return granted({ user: asPerson(other) });
}
