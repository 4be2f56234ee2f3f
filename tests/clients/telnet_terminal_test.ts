// telnet in a terminal of its own, where it negotiates: the window's width counts, and passwords stay unseen.

import assert from "node:assert/strict";
import { TestApp } from "../support/start_app.ts";
import { ClientProgram, clientTest } from "./client_program.ts";

const PASSWORD = "correct-horse";

/** A minus before the port has telnet negotiate; socat makes the terminal. */
function telnetInTerminal(port: number, columns: number): ClientProgram {
  // Says on the screen that the terminal shows no more what is typed.
  const watch = "(until stty -a | grep -q -e '-echo '; do sleep 0.1; done; echo HIDDEN) <&1 &";
  const script = `stty cols ${columns} rows 24; ${watch} exec telnet -- 127.0.0.1 -${port}`;
  return new ClientProgram("socat", ["-", `SYSTEM:"${script}",pty,ctty,setsid,stderr`]);
}

clientTest(
  ["socat", "telnet"],
  "telnet in a terminal hides a password and fits help to its window",
  async () => {
    await using app = await TestApp.start();
    const [alice, bob] = await app.scripts("alice", "bob");
    await alice.ask(`/register ${PASSWORD}`);
    await alice.send("/quit");
    await alice.rest();
    await using telnet = telnetInTerminal(app.port, 50);
    await app.clock.whenArmed(200);
    app.clock.advance(200);
    await telnet.stdout.until(/\[ENTER YOUR NAME\]: $/);
    await telnet.type("alice");
    await telnet.stdout.until(/\[PASSWORD\]: (?=[^]*HIDDEN)/);
    await telnet.type(PASSWORD);
    await telnet.stdout.until(/Hello [^]* to see what you can do/);
    await telnet.type("what is typed now can be seen");
    await bob.expect(/alice has left/, /alice joined/, /\]: what is typed now can be seen$/);
    await telnet.type("/theme plain");
    await telnet.type("/help");
    await telnet.type("/quit");
    const { code, stdout } = await telnet.ended();
    assert.equal(code, 0);
    assert.ok(!stdout.includes(PASSWORD));
    assert.ok(stdout.includes("what is typed now can be seen"));
    const [, help = ""] = /\nCommands:\r?\n([^]*?)\/quit/.exec(stdout) ?? [];
    const widest = Math.max(...help.split(/\r?\n/).map((line) => line.length));
    assert.ok(widest <= 50 && widest > 40, `the widest line has ${widest}`);
  },
);
