// Who may do what, where: every role with every command of moderation in every kind of lobby.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { TestApp } from "../support/start_app.ts";

const PASSWORD = "correct-horse";

/** Who acts. Everybody but the creator of the lobby has come there from elsewhere. */
const ROLES = [
  "guest",
  "registered member",
  "creator in the own lobby",
  "creator in another lobby",
  "operator",
] as const;
type Role = typeof ROLES[number];

/** Nobody made `general`, so nobody is its creator. */
const PLACES = [
  { kind: "general", lobby: "general", make: undefined, enter: undefined },
  { kind: "public", lobby: "den", make: "/create den no-pass a den", enter: "/join den" },
  { kind: "private", lobby: "den", make: "/create den sesame a den", enter: "/join den sesame" },
] as const;
type Place = typeof PLACES[number];

/** One cell of the table; the victim is in the lobby of whoever acts. */
interface Cell {
  /** An operator, who is in `general`. */
  readonly root: ChatClient;
  /** Who made the lobby and is in it; root in `general`. */
  readonly keeper: ChatClient;
  readonly actor: ChatClient;
}

interface Rule {
  /** `creators`: in the lobby that they made, and operators everywhere. */
  readonly by: "creators" | "operators";
  readonly typed: string;
  /** What must be so before; said by whoever has the lobby's creator's rights, or by root. */
  readonly before?: readonly { readonly by: "keeper" | "root"; readonly typed: string }[];
  readonly granted: RegExp;
  /** Why others are refused, where creators may not do it either. */
  readonly refused?: string;
  /** Whether it has happened, as the witnesses see it. */
  readonly happened?: (cell: Cell) => Promise<boolean>;
}

const RULES: Readonly<Record<string, Rule>> = {
  describe: {
    by: "creators",
    typed: "/describe a better place",
    granted: /is described as: a better place$/,
    happened: async ({ root }) => await sees(root, "/lobbies", / a better place$/),
  },
  kick: {
    by: "creators",
    typed: "/kick victim",
    granted: /^victim was sent (away|out of den)\.$/,
    happened: async ({ keeper }) => !await sees(keeper, "/users", / victim$/),
  },
  mute: {
    by: "creators",
    typed: "/mute victim",
    granted: /^victim is muted (in den )?for good\./,
    happened: async ({ root }) => await sees(root, "/bans", / victim muted /),
  },
  unmute: {
    by: "creators",
    typed: "/unmute victim",
    before: [{ by: "keeper", typed: "/mute victim" }],
    granted: /^victim may speak again\.$/,
    happened: async ({ root }) => !await sees(root, "/bans", / victim muted /),
  },
  "ban user": {
    by: "creators",
    typed: "/ban victim",
    granted: /^victim is banned (from den )?for good\. victim was sent away\.$/,
    happened: async ({ root, keeper }) =>
      await sees(root, "/bans", / victim banned /) && !await sees(keeper, "/users", / victim$/),
  },
  "unban user": {
    by: "creators",
    typed: "/unban victim",
    before: [{ by: "keeper", typed: "/ban victim" }],
    granted: /^victim may come again\.$/,
    happened: async ({ root }) => !await sees(root, "/bans", / victim banned /),
  },
  bans: { by: "creators", typed: "/bans", granted: /^Nobody is muted or banned\.$/ },
  "ban address": {
    by: "operators",
    typed: "/ban 127.0.0.2",
    granted: /^127\.0\.0\.2 is banned for good\. It hit victim\.$/,
    refused: "! Only operators may ban addresses.",
    happened: async ({ root, keeper }) =>
      await sees(root, "/bans", / 127\.0\.0\.2 banned /) && !await sees(keeper, "/users", / victim$/),
  },
  "unban address": {
    by: "operators",
    typed: "/unban 192.0.2.7",
    before: [{ by: "root", typed: "/ban 192.0.2.7" }],
    granted: /^192\.0\.2\.7 may come again\.$/,
    refused: "! Only operators may lift bans of addresses.",
    happened: async ({ root }) => !await sees(root, "/bans", / 192\.0\.2\.7 banned /),
  },
  op: {
    by: "operators",
    typed: "/op victim",
    granted: /^victim is an operator now\.$/,
    refused: "! Only operators may do that.",
    happened: async ({ root }) => await sees(root, "/whois victim", /role +operator$/),
  },
  deop: {
    by: "operators",
    typed: "/deop victim",
    before: [{ by: "root", typed: "/op victim" }],
    granted: /^victim is not an operator any more\.$/,
    refused: "! Only operators may do that.",
    happened: async ({ root }) => await sees(root, "/whois victim", /role +member$/),
  },
  announce: {
    by: "operators",
    typed: "/announce hello all",
    granted: /^Everybody was told\.$/,
    refused: "! Only operators may speak to everybody.",
    happened: async ({ root }) => await sees(root, "/history", / actor announces: hello all$/),
  },
};

/** The whole table: what a role may do in a lobby. */
function mayDo(role: Role, { by }: Rule): boolean {
  return role === "operator" || by === "creators" && role === "creator in the own lobby";
}

async function sees(witness: ChatClient, typed: string, line: RegExp): Promise<boolean> {
  await witness.fence();
  await witness.send(typed);
  return (await witness.fence()).some((each) => line.test(each));
}

async function does(client: ChatClient, ...typed: readonly (string | undefined)[]): Promise<void> {
  for (const line of typed) if (line !== undefined) await client.send(line);
  const refusals = (await client.fence()).filter((line) => line.startsWith("! "));
  assert.deepEqual(refusals, []);
}

/** The victim has a password and comes from 127.0.0.2; the actor is called `actor` where it is not the keeper. */
async function prepare(app: TestApp, role: Role, place: Place): Promise<Cell> {
  const root = await app.script("root");
  const own = role === "creator in the own lobby";
  const keeper = place.make === undefined ? root : await app.script(own ? "actor" : "keeper");
  await does(keeper, place.make, place.enter);
  const actor = own ? keeper : await app.script("actor");
  if (role === "registered member" || role === "operator") await does(actor, `/register ${PASSWORD}`);
  if (role === "operator") await does(root, "/op actor");
  if (role === "creator in another lobby") await does(actor, "/create home no-pass at home");
  if (!own) await does(actor, place.enter);
  const victim = await app.script("victim", { from: "127.0.0.2" });
  await does(victim, `/register ${PASSWORD}`, place.enter);
  return { root, keeper, actor };
}

for (const role of ROLES) {
  for (const place of PLACES) {
    if (role === "creator in the own lobby" && place.kind === "general") continue;
    for (const [name, rule] of Object.entries(RULES)) {
      const may = mayDo(role, rule);
      Deno.test(`${place.kind} lobby: ${role} ${may ? "may" : "may not"} ${name}`, async () => {
        await using app = await TestApp.start();
        const cell = await prepare(app, role, place);
        for (const { by, typed } of rule.before ?? []) await does(cell[by], typed);
        assert.equal(await rule.happened?.(cell) ?? false, false, "it has happened before");
        await cell.actor.fence();
        await cell.actor.send(rule.typed);
        const shown = await cell.actor.fence();
        if (may) {
          assert.match(shown.at(-1) ?? "", rule.granted);
          assert.equal(await rule.happened?.(cell) ?? true, true, "it has not happened");
        } else {
          const creators = place.kind === "general"
            ? "! Only operators may do that in general."
            : "! Only operators and the creator of den may do that.";
          assert.deepEqual(shown, [rule.refused ?? creators]);
          assert.equal(await rule.happened?.(cell) ?? false, false, "it has happened");
        }
      });
    }
  }
}
