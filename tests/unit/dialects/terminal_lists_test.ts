// How the terminal dialect words lobbies, sanctions and pictures.

import assert from "node:assert/strict";
import { classic, plain } from "../../../lib/dialects/terminal/lines.ts";
import type { LobbyName } from "../../../lib/domain/names.ts";
import type { Reply } from "../../../lib/domain/reply.ts";
import { sanitise } from "../../../lib/domain/text.ts";
import { AT, bob, line, sanction, summary, TIME, uncoloured } from "./samples.ts";

const to = { name: bob.name, now: AT };
const spam = sanitise("spam");

const PLAIN: readonly (readonly [string, Reply, readonly string[]])[] = [
  [
    "an entered lobby with company and description, then its replay",
    { kind: "entered", lobby: summary({ present: 3 }), replay: [line("said", "hello")] },
    ["You are in games now, 3 people are here. chess and go", `[${TIME}][alice]: hello`],
  ],
  [
    "an entered lobby without company or description",
    { kind: "entered", lobby: summary({ present: 1, description: sanitise("") }), replay: [] },
    ["You are in games now, you are alone."],
  ],
  [
    "lobbies with people, description, kind, assistant and creator",
    {
      kind: "lobbies",
      lobbies: [summary({}), summary({ private: true, customAssistant: true, present: 1 })],
    },
    [
      "2 lobbies:",
      "  games (2 people) chess and go",
      "    public, assistant default, created by alice",
      "  games (1 person) chess and go",
      "    private, assistant custom, created by alice",
    ],
  ],
  [
    "the only lobby, which nobody made",
    { kind: "lobbies", lobbies: [summary({ creator: null, present: 0 })] },
    ["1 lobby:", "  games (0 people) chess and go", "    public, assistant default, created by the server"],
  ],
  ["no sanctions as a sentence", { kind: "sanctions", sanctions: [] }, ["Nobody is muted or banned."]],
  [
    "one sanction in the singular",
    { kind: "sanctions", sanctions: [sanction({})] },
    ["1 mute or ban in force:", "  bob muted everywhere for good by alice"],
  ],
  [
    "sanctions with scope, end, actor and reason",
    {
      kind: "sanctions",
      sanctions: [
        sanction({ lobby: "games" as LobbyName, until: AT, reason: spam }),
        sanction({ action: "ban", lobby: "games" as LobbyName }),
        sanction({ action: "ban", subject: sanitise("192.0.2.0/24"), reason: spam }),
      ],
    },
    [
      "3 mutes and bans in force:",
      `  bob muted in games until ${TIME} by alice: spam`,
      "  bob banned from games for good by alice",
      "  192.0.2.0/24 banned everywhere for good by alice: spam",
    ],
  ],
  [
    "pictures in columns with how to choose one",
    {
      kind: "pictures",
      pictures: [{ name: "cat", picture: sanitise("(=^.^=)") }, {
        name: "elephant",
        picture: sanitise("(°j°m)"),
      }],
    },
    [
      "Pictures:",
      "  cat        (=^.^=)",
      "  elephant   (°j°m)",
      "/sp <name> chooses one, /sp default goes back to the default one.",
    ],
  ],
];
for (const [what, reply, expected] of PLAIN) {
  Deno.test(`plain shows ${what}`, () => {
    assert.equal(plain.reply(reply, to), expected.map((line) => `${line}\n`).join(""));
  });

  Deno.test(`classic shows ${what} in the same words`, () => {
    assert.equal(uncoloured(classic.reply(reply, to)), plain.reply(reply, to));
  });
}
