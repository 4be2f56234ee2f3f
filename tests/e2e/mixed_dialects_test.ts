// One lobby, three dialects: everybody sees everybody, in one order.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { parseObject } from "../support/json_schema.ts";
import { TestApp } from "../support/start_app.ts";
import { transcripts } from "../support/transcript.ts";

const CAST = { terry: "terminal", logan: "login", jason: "json" } as const;

const ALL = `
  logan > LOGIN logan
  logan < OK
  terry > terry
  terry < ${STAMP}[system]: logan joined the chat
  logan < INFO terry connected
  jason > {"body":"/login jason"}
  jason < {"type":"welcome","present":3}
  terry < ${STAMP}[system]: jason joined the chat
  logan < INFO jason connected
`;

transcripts("users of all dialects", CAST, {
  "see each other come, speak and go": `${ALL}
    terry > hello from nc
    logan < MSG terry hello from nc
    jason < {"sender":"terry","receiver":"#general","body":"hello from nc","type":"message"}
    logan > MSG hello from a program
    terry < ${STAMP}[logan]: hello from a program
    jason < {"sender":"logan","body":"hello from a program","type":"message"}
    jason > {"body":"hello {\\"from\\": \\"JSON\\"}"}
    terry < ${STAMP}[jason]: hello {"from": "JSON"}
    logan < MSG jason hello {"from": "JSON"}
    terry > /me waves
    logan < MSG terry * waves
    jason < {"sender":"terry","body":"* waves","type":"action"}
    logan > TAG jason look
    logan < OK
    terry < ${STAMP}[logan]: @jason look
    jason < {"sender":"logan","body":"@jason look","type":"tagged","to":"jason"}
    jason < {"body":"logan tagged you","type":"tagged-you"}
    jason > {"body":"/quit"}
    jason < {"reply":"bye"}
    jason |
    terry < ${STAMP}[system]: jason has left our chat...
    logan < INFO jason disconnected
    logan > QUIT
    logan < OK
    logan |
    terry < ${STAMP}[system]: logan has left our chat...`,

  "write to each other alone": `${ALL}
    terry > /msg logan one
    terry < ${STAMP}[DM to logan]: one
    logan < DM terry one
    logan > DM jason two
    jason < {"sender":"logan","receiver":"jason","body":"two","type":"direct"}
    jason > {"receiver":"terry","body":"three"}
    terry < ${STAMP}[DM from jason]: three`,

  "follow each other into another lobby": `${ALL}
    terry > /create cave no-pass a dark place
    terry < Created public lobby cave. /join cave enters it.
    logan > JOIN cave
    logan < INFO you are in cave
    logan < OK
    terry < ${STAMP}[system]: logan has left the lobby
    jason < {"type":"exited","user":"logan","lobby":"general"}
    jason > {"body":"/join cave"}
    jason < {"type":"moved","lobby":"cave","present":2}
    terry < ${STAMP}[system]: jason has left the lobby
    logan < INFO jason joined the lobby
    terry > nobody is left to hear this
    jason > {"body":"it is dark"}
    logan < MSG jason it is dark`,
});

/** Lines of the lobby as each dialect shows them, brought to one form: `name text`. */
const SPOKEN = {
  terminal: (line: string) => /^\[[^\]]*\]\[(\w+)\]: (line .*)$/.exec(line)?.slice(1).join(" "),
  login: (line: string) => /^MSG (.*)$/.exec(line)?.[1],
  json(line: string) {
    const object = parseObject(line);
    return object.type === "message" ? `${object.sender} ${object.body}` : undefined;
  },
} as const;

Deno.test("users of all dialects who speak at once see one order, each without its own lines", async () => {
  await using app = await TestApp.start();
  const [terry, logan, jason] = [await app.connect(), await app.connect(), await app.connect()];
  await logan.send("LOGIN logan");
  await logan.expect("OK");
  await terry.send("terry");
  await logan.expect("INFO terry connected");
  await jason.send('{"body":"/login jason"}');
  await logan.expect("INFO jason connected");

  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const speak = async (client: ChatClient, line: (number: number) => string) => {
    for (let start = 0; start < numbers.length; start += 20) {
      await client.send(...numbers.slice(start, start + 20).map(line));
    }
  };
  await Promise.all([
    speak(terry, (number) => `line ${number}`),
    speak(logan, (number) => `MSG line ${number}`),
    speak(jason, (number) => JSON.stringify({ body: `line ${number}` })),
  ]);

  const seen = async (name: keyof typeof CAST, client: ChatClient) => {
    const lines: string[] = [];
    while (lines.length < 2 * numbers.length) {
      const spoken = SPOKEN[CAST[name]](await client.line());
      if (spoken !== undefined) lines.push(spoken);
    }
    return lines;
  };
  const views = {
    terry: await seen("terry", terry),
    logan: await seen("logan", logan),
    jason: await seen("jason", jason),
  };
  const log = app.log().flatMap((line) => SPOKEN.terminal(line) ?? []);
  assert.equal(log.length, 3 * numbers.length);
  for (const [name, lines] of Object.entries(views)) {
    assert.deepEqual(lines, log.filter((line) => !line.startsWith(`${name} `)), `what ${name} sees`);
  }
});
