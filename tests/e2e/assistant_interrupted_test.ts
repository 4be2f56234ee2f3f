// Answers that are cut short: by whoever asked, by a crash, by a stop, by a disk that takes no more.

import assert from "node:assert/strict";
import { BrokenDisk } from "../support/broken_disk.ts";
import type { ChatClient } from "../support/chat_client.ts";
import { STAMP } from "../support/fake_clock.ts";
import { type FakeAnswer, FakeModel } from "../support/fake_model.ts";
import { TestApp } from "../support/start_app.ts";

const BROKE_OFF = "    [the answer broke off here]";

/** Alice has asked, and bob looks on. */
async function asking(app: TestApp, model: FakeModel) {
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("/ai why?");
  await bob.fence();
  return { alice, bob, answer: await model.next() };
}

/** Somebody who sees answers grow. */
async function follower(app: TestApp): Promise<ChatClient> {
  const carol = await app.connect();
  await carol.send('{"body":"/login carol","follow":true}');
  await carol.expect(/"type":"welcome"/);
  return carol;
}

/** Lets lines grow, and waits until `carol` has seen them. */
async function grow(answer: FakeAnswer, carol: ChatClient, text: string): Promise<void> {
  answer.say(text);
  await carol.expect(/"type":"answer-grew"/);
}

for (
  const [what, lines] of [
    ["quits", ["/quit"]],
    ["goes to another lobby", ["/create games play", "/join games"]],
  ] as const
) {
  Deno.test(`a question of somebody who ${what} is called off, without a word when there was none yet`, async () => {
    const model = new FakeModel();
    await using app = await TestApp.start({ model });
    const { alice, bob, answer } = await asking(app, model);
    await alice.send("/ai and why else?", ...lines);
    await bob.expect(`${STAMP}[alice]: @Rox and why else?`, /alice has left/);
    assert.equal(answer.signal.aborted, true);
    await bob.send("/ai who?");
    await bob.expect("[AI] Thinking...");
    assert.match((await model.next()).prompt.question, /"question":"who\?"/);
    assert.deepEqual(app.log().filter((line) => line.includes("[Rox]")), []);
  });
}

Deno.test("a question of somebody who leaves is called off, and what came of the answer is kept", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { alice, bob, answer } = await asking(app, model);
  const carol = await follower(app);
  await grow(answer, carol, "Because of\n- habit\n- ha");
  await bob.fence();
  await alice.send("/quit");
  await bob.expect(
    `${STAMP}[system]: alice has left our chat...`,
    `${STAMP}[Rox]: Because of`,
    "    - habit",
    "    - ha",
    BROKE_OFF,
  );
});

Deno.test("a question of a session that is taken over is called off", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [alice] = await app.scripts("alice");
  await alice.ask("/register correct-horse", "/ai why?");
  const answer = await model.next();
  const again = await app.script("alice", { password: "correct-horse" });
  assert.equal(answer.signal.aborted, true);
  assert.deepEqual(await again.ask("/ai why?"), ["[AI] Thinking..."]);
});

Deno.test("a question of somebody who is kicked is called off", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [olga, bob] = await app.scripts("olga", "bob");
  await bob.ask("/ai why?");
  const answer = await model.next();
  await olga.ask("/kick bob");
  assert.equal(answer.signal.aborted, true);
});

Deno.test("after a crash in the middle of an answer, what was shown of it is there, and the next question is answered", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { answer } = await asking(app, model);
  const carol = await follower(app);
  await grow(answer, carol, "Because of\n- habit\n- ha");
  answer.say("bi");
  await using again = await app.afterCrash({ model });
  assert.deepEqual(again.log().at(-1), `${STAMP}[Rox]: Because of\n    - habit\n${BROKE_OFF}`);
  const dave = await again.script("dave");
  assert.deepEqual(await dave.ask("/ai why?"), ["[AI] Thinking..."]);
  const next = await model.next();
  assert.deepEqual(next.prompt.exchanges.map(({ answer }) => answer.split("\n").at(-1)), [
    "[the answer broke off here]",
  ]);
});

Deno.test("after a crash before anything was shown there is no answer, also without a model", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { answer } = await asking(app, model);
  answer.say("Because");
  await using again = await app.afterCrash();
  assert.deepEqual(again.log().filter((line) => line.includes("[Rox]")), []);
  await using third = await again.afterCrash({ model });
  assert.deepEqual(third.log(), again.log());
});

Deno.test("a server that stops keeps what came of an answer, shows it, and calls off what waits", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { alice, bob, answer } = await asking(app, model);
  await alice.ask("/ai and why else?");
  await bob.fence();
  const carol = await follower(app);
  await grow(answer, carol, "Because of\n- ha");
  await bob.fence();
  const stopped = app.app.stop();
  await bob.expect(
    `${STAMP}[Rox]: Because of`,
    "    - ha",
    BROKE_OFF,
    `${STAMP}[system]: The server is stopping. Goodbye!`,
  );
  for (const client of [alice, bob, carol]) client.close();
  await stopped;
  assert.equal(model.asked, 1);
});

Deno.test("an answer that cannot be stored is told to whoever asked, and the next one is answered", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { alice, bob, answer } = await asking(app, model);
  {
    using _ = new BrokenDisk(app.data);
    answer.say("Because of\n- habit\n- ha");
    answer.end();
    await alice.expect("! The answer of Rox could not be stored. Ask again later.");
    assert.deepEqual(await bob.fence(), []);
  }
  await bob.ask("/ai why?");
  (await model.next()).end("Because.");
  await alice.expect(`${STAMP}[bob]: @Rox why?`, `${STAMP}[Rox]: Because.`);
});

Deno.test("an answer whose growth could not be stored is whole in the end", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const { alice, answer } = await asking(app, model);
  {
    using _ = new BrokenDisk(app.data);
    answer.say("Because of\n- habit\n- ha");
    // What had come before alice asked has been tried by then.
    await alice.fence();
  }
  answer.end("bit");
  await alice.expect(`${STAMP}[Rox]: Because of`, "    - habit", "    - habit");
});

Deno.test("a question that cannot be stored comes back to whoever asked, and never reaches the model", async () => {
  const model = new FakeModel();
  await using app = await TestApp.start({ model });
  const [alice, bob] = await app.scripts("alice", "bob");
  {
    using _ = new BrokenDisk(app.data);
    assert.deepEqual(await alice.ask("/ai why?"), [
      "! That could not be stored, so nobody has seen it. Try again: /ai why?",
    ]);
  }
  assert.deepEqual(await bob.ask("/ai who?"), ["[AI] Thinking..."]);
  assert.match((await model.next()).prompt.question, /"bob"/);
  assert.equal(model.asked, 1);
});
