// Transcripts of the terminal dialect, as scripts see it, in plain text and under TLS.

import { STAMP } from "../support/fake_clock.ts";
import { type Cast, transcripts } from "../support/transcript.ts";

const CAST: Cast = { alice: "terminal", bob: "terminal" };
const BOTH = `
  alice > alice
  alice < ${STAMP}[system]: You are operator for this visit…
  bob   > bob
  bob   < ${STAMP}[system]: alice joined the chat
  alice < ${STAMP}[system]: bob joined the chat
`;

transcripts("terminal dialect", CAST, {
  "lines, actions and tags reach the others in the words of the contract": `${BOTH}
    alice > hello
    bob   < ${STAMP}[alice]: hello
    alice > /ME waves
    bob   < ${STAMP} * alice waves
    alice > /tag bob look
    bob   < ${STAMP}[alice]: @bob look
    bob   < * alice tagged you
    alice > //help is a command
    bob   < ${STAMP}[alice]: /help is a command`,

  "a direct message is shown to both, and may be answered": `${BOTH}
    alice > /msg bob hey
    bob   < ${STAMP}[DM from alice]: hey
    alice < ${STAMP}[DM to bob]: hey
    bob   > /reply what?
    alice < ${STAMP}[DM from bob]: what?
    bob   < ${STAMP}[DM to alice]: what?`,

  "another lobby has its own history, and both lobbies see who changes": `${BOTH}
    alice > /create den no-pass for two
    alice < Created public lobby den…
    alice > /join den
    bob   < ${STAMP}[system]: alice has left the lobby
    alice < You are in den now…
    alice > anybody here?
    bob   > /join den
    alice < ${STAMP}[system]: bob has joined the lobby
    bob   < You are in den now…
    bob   < ${STAMP}[system]: alice has joined the lobby
    bob   < ${STAMP}[alice]: anybody here?`,

  "what is refused is one line, and the connection lives on": `${BOTH}
    bob   > /dance
    bob   < ! There is no command /dance…
    bob   > /msg nobody hello
    bob   < ! Nobody named nobody was ever here…
    bob   > /quit
    bob   < Goodbye!
    bob   |
    alice < ${STAMP}[system]: bob has left our chat...`,
});
