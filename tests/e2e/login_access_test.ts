// Programs of the login dialect: who may come in, and who may speak.

import { type Cast, transcripts, TWO } from "../support/transcript.ts";

const CAST: Cast = { alice: "login", bob: "login", carol: "login", again: "login" };
const BOTH = TWO.login;

transcripts("login dialect", CAST, {
  "a name that is taken or invalid is refused, and the client may try again": `
    alice > LOGIN alice
    alice < OK
    bob   > LOGIN ALICE
    bob   < ERR username-taken
    bob   > LOGIN x
    bob   < ERR invalid-username
    bob   > LOGIN
    bob   < ERR invalid-username
    bob   > LOGIN /x
    bob   < ERR invalid-username
    bob   > LOGIN login
    bob   < ERR invalid-username
    bob   > LOGIN bob
    bob   < OK
    alice < INFO bob connected`,

  "before LOGIN only PING and QUIT are understood": `
    alice > LOGIN x
    alice < ERR invalid-username
    alice > PING
    alice < PONG
    alice > MSG hello
    alice < ERR not-logged-in LOGIN <name> [password] comes first
    alice > nonsense
    alice < ERR not-logged-in …
    alice > QUIT
    alice < OK
    alice |`,

  "LOGIN is refused once logged in": `${BOTH}
    alice > LOGIN carol
    alice < ERR already-logged-in …`,

  "a registered name takes its password": `${BOTH}
    alice > REGISTER correct-horse
    alice < OK
    alice < INFO alice is yours now: …
    alice > QUIT
    alice < OK
    alice |
    bob   < INFO alice disconnected
    alice > LOGIN alice
    alice < ERR password-required
    alice > LOGIN alice battery-staple
    alice < ERR bad-password
    alice > LOGIN alice correct-horse
    alice < OK
    bob   < INFO alice connected`,

  "the owner of a name takes over from an earlier session": `${BOTH}
    alice > REGISTER correct-horse
    alice < OK
    alice < INFO …
    again > LOGIN alice correct-horse
    again < OK
    alice < INFO You logged in elsewhere…
    alice |
    bob   < INFO alice disconnected
    bob   < INFO alice connected`,

  "a third wrong password ends the connection": `${BOTH}
    alice > REGISTER correct-horse
    alice < OK
    alice < INFO …
    again > LOGIN alice wrong-one
    again < ERR bad-password
    again > LOGIN alice wrong-two
    again < ERR bad-password
    again > LOGIN alice wrong-three
    again < ERR bad-password
    again < ERR too-many-tries Too many wrong passwords. Goodbye!
    again |`,

  "a ban is told with its reason, at the act and at the next LOGIN": `${BOTH}
    alice > BAN bob 2h spam
    bob   < INFO bob was banned by alice for 2h: spam…
    bob   < INFO You were banned by alice until 2024-10-12 17:13:02: spam…
    bob   |
    alice < INFO bob disconnected
    alice < OK
    alice < INFO bob is banned…
    bob   > LOGIN bob
    bob   < ERR banned You are banned until 2024-10-12 17:13:02: spam…
    bob   > LOGIN carol
    bob   < OK
    alice < INFO carol connected
    alice > BANS
    alice < OK
    alice < BAN bob * alice 2024-10-12 17:13:02 spam`,

  "a mute is told to whoever is muted, and listed until it ends": `${BOTH}
    alice > MUTE bob
    bob   < INFO bob was muted…
    alice < OK
    alice < INFO bob is muted…
    bob   > MSG hello?
    bob   < ERR muted You are muted…
    alice > BANS
    alice < OK
    alice < MUTE bob * alice -
    alice > UNMUTE bob
    bob   < INFO bob was unmuted…
    alice < OK
    alice < INFO bob may speak again…
    alice > BANS
    alice < OK`,
});
