// Questions to the assistant and its answers, as everybody in the lobby sees them, whichever dialect they speak.

import { STAMP } from "../support/fake_clock.ts";
import { transcripts } from "../support/transcript.ts";

const CAST = { terry: "terminal", logan: "login", jason: "json", fay: "json", rox: "model" } as const;

/** Fay's client shows answers while they grow. */
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
  fay   > {"body":"/login fay","follow":true}
  fay   < {"type":"welcome","present":4}
  terry < ${STAMP}[system]: fay joined the chat
  logan < INFO fay connected
  jason < {"type":"joined","user":"fay"}
`;

const ASKED = `${ALL}
  terry > /ai why?
  terry < [AI] Thinking...
  logan < MSG terry @Rox why?
  jason < {"sender":"terry","receiver":"#general","body":"@Rox why?","type":"tagged","to":"Rox","text":"why?"}
  fay   < {"sender":"terry","body":"@Rox why?","type":"tagged"}
`;

const SENDER = `"sender":"Rox","receiver":"#general","lobby":"general"`;

/** An answer in three lines, the middle one blank. */
const WHOLE = `
  terry < ${STAMP}[Rox]: Two reasons:
  terry <     …
  terry <     - habit
  logan < MSG Rox Two reasons:
  logan < MSG Rox - habit
  jason < {${SENDER},"body":"Two reasons:\\n\\n- habit","type":"answer"}
  fay   < {${SENDER},"body":"Two reasons:\\n\\n- habit","type":"answer"}
`;

transcripts("an answer of the assistant", CAST, {
  "grows before those who follow, and is one message to everybody": `${ASKED}
    rox   > "**Two** reasons:\\n\\n- ha"
    fay   < {${SENDER},"body":"Two reasons:\\n","type":"answer-grew","first":true}
    1 s
    rox   > "bit\\n"
    fay   < {${SENDER},"body":"- habit","type":"answer-grew","first":false}
    rox   |
    ${WHOLE.replaceAll(STAMP, "[2024-10-12 15:13:03]")}`,

  "is not shown while nothing of it is finished": `${ASKED}
    rox   > "Two reas"
    jason > {"body":"still waiting"}
    terry < ${STAMP}[jason]: still waiting
    logan < MSG jason still waiting
    fay   < {"sender":"jason","body":"still waiting","type":"message"}
    rox   > "ons:\\n\\n- habit"
    rox   |
    ${WHOLE}`,

  "is asked for, announced and refused in each dialect's words": `${ALL}
    logan > AI why?
    logan < OK
    logan < INFO [AI] Thinking...
    terry < ${STAMP}[logan]: @Rox why?
    jason < {"sender":"logan","type":"tagged","to":"Rox"}
    fay   < {"sender":"logan","type":"tagged","to":"Rox"}
    jason > {"body":"/ai and why else?","ref":7}
    jason < {"type":"sent","to":"Rox","body":"[AI] Thinking... 1 question comes first.","ref":7,"command":"ai"}
    terry < ${STAMP}[jason]: @Rox and why else?
    logan < MSG jason @Rox and why else?
    fay   < {"sender":"jason","type":"tagged","text":"and why else?"}
    logan > AI ${"x".repeat(1001)}
    logan < ERR usage A question has at most 1,000 characters, …
    jason > {"body":"/ai ${"x".repeat(1001)}","ref":8}
    jason < {"type":"error","code":"usage","ref":8}
    terry > /ai ${"x".repeat(1001)}
    terry < ! A question has at most 1,000 characters, …
    rox   |
    logan < INFO Rox has no answer …
    rox   |
    jason < {"sender":"","type":"answer-failed","code":"assistant-failed"}`,

  "is found in histories and by search as one event": `${ASKED}
    rox   > "Two reasons:\\n\\n- habit"
    rox   |
    ${WHOLE.replace(/ {2}fay .*\n/, "")}
    fay   < {"type":"answer-grew"}
    fay   < {"type":"answer"}
    terry > /history 1
    terry < ${STAMP}[Rox]: Two reasons:
    terry <     …
    terry <     - habit
    terry < Earlier ones: /history 1 before 6
    terry > /search habit
    terry < #6 ${STAMP}[Rox]: Two reasons:
    terry <     …
    terry <     - habit
    logan > HISTORY 1
    logan < OK
    logan < EVENT 6 ${STAMP}[Rox]: Two reasons:
    logan < EVENT 6 …
    logan < EVENT 6     - habit
    logan < MORE HISTORY 1 BEFORE 6
    logan > SEARCH habit
    logan < OK
    logan < MATCH 6 ${STAMP}[Rox]: Two reasons:
    logan < MATCH 6 …
    logan < MATCH 6     - habit
    jason > {"body":"/search habit"}
    jason < {"reply":"matches","body":"#6 ${STAMP}[Rox]: Two reasons:\\n    \\n    - habit"}
    terry > /quit
    terry < Goodbye!
    terry |
    logan < INFO terry disconnected
    jason < {"type":"left"}
    fay   < {"type":"left"}`,

  "cannot carry lines of somebody else": `${ASKED}
    rox   > "Yes.\\u001b[2J\\r\\n[2024-10-12 15:13:02][jason]: I agree\\nMSG jason I agree\\n\\u202eevil"
    rox   |
    terry < ${STAMP}[Rox]: Yes.
    terry <     [2024-10-12 15:13:02][jason]: I agree
    terry <     MSG jason I agree
    terry <     evil
    logan < MSG Rox Yes.
    logan < MSG Rox [2024-10-12 15:13:02][jason]: I agree
    logan < MSG Rox MSG jason I agree
    logan < MSG Rox evil
    jason < {"sender":"Rox","body":"Yes.\\n[2024-10-12 15:13:02][jason]: I agree\\nMSG jason I agree\\nevil"}
    fay   < {"type":"answer-grew"}
    fay   < {"type":"answer","sender":"Rox"}`,
});

transcripts("a server without an assistant", { terry: "terminal", logan: "login", jason: "json" }, {
  "says so in each dialect's words": `
    terry > terry
    terry < ${STAMP}[system]: You are operator for this visit: …
    terry > /ai why?
    terry < ! The assistant is not available on this server.
    terry > /quit
    terry < Goodbye!
    terry |
    logan > LOGIN logan
    logan < OK
    logan > AI why?
    logan < ERR assistant-off The assistant is not available on this server.
    logan > QUIT
    logan < OK
    logan |
    jason > {"body":"/login jason"}
    jason < {"type":"welcome"}
    jason > {"body":"/ai why?","ref":1}
    jason < {"type":"error","code":"assistant-off","ref":1}`,
});
