// Who sees what of a turn, and which viewers share the same bytes.

import assert from "node:assert/strict";
import { sessionId } from "../../support/entries.ts";
import {
  EchoRenderer,
  FakeViewer,
  GAMES,
  HubFixture,
  moves,
  PlainRenderer,
  QuietRenderer,
  says,
  show,
  tags,
  three,
  writes,
} from "../../support/hub.ts";

Deno.test("Hub gives viewers of one renderer the identical bytes", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(says(alice, "one"), says(alice, "two"));
  assert.equal(bob.chunks.at(-1), carol.chunks.at(-1));
  assert.deepEqual(bob.take(), ["offer alice said one\nalice said two\n"]);
});

Deno.test("Hub renders an event once per renderer, however many look on", () => {
  const { fixture, alice } = three();
  for (const name of ["dave", "erin", "frank"]) fixture.present(name);
  fixture.plain.rendered = 0;
  fixture.publish(says(alice, "hello"));
  // Once for the readers and once for the author.
  assert.equal(fixture.plain.rendered, 2);
});

Deno.test("Hub gives each renderer its own bytes", () => {
  const { fixture, alice, bob } = three();
  const dave = fixture.present("dave", new EchoRenderer());
  fixture.publish(says(alice, "hello"));
  assert.notEqual(bob.chunks.at(-1), dave.chunks.at(-1));
});

Deno.test("Hub shows authors the others' lines and none of their own where the renderer shows none", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(says(alice, "one"), says(bob, "two"), says(alice, "three"));
  assert.deepEqual(alice.take(), ["offer bob said two\n"]);
  assert.deepEqual(bob.take(), ["offer alice said one\nalice said three\n"]);
  assert.deepEqual(carol.take(), ["offer alice said one\nbob said two\nalice said three\n"]);
});

Deno.test("Hub sends nothing to a lone author", () => {
  const fixture = new HubFixture();
  const alice = fixture.present("alice");
  fixture.publish(says(alice, "hello"));
  assert.deepEqual(alice.take(), []);
});

Deno.test("Hub lets only an author's first line be painted over, and only when nothing was shown before it", () => {
  const { fixture, alice, bob } = three(new EchoRenderer());
  alice.view = "author-in-place";
  fixture.publish(says(alice, "one"), says(alice, "two"));
  assert.deepEqual(alice.take(), ["offer (author-in-place) alice said one\n(author) alice said two\n"]);
  bob.take();
  bob.view = "author-in-place";
  fixture.publish(says(alice, "three"), says(bob, "four"));
  assert.deepEqual(bob.take(), ["offer alice said three\n(author) bob said four\n"]);
});

Deno.test("Hub asks the viewer whether a line can be painted over once something else was sent in the turn", () => {
  const { fixture, alice, bob } = three(new EchoRenderer());
  bob.view = "author-in-place";
  fixture.publish(writes(alice, bob, "psst"), says(bob, "hello"));
  assert.deepEqual(bob.take(), ["send alice direct psst\n", "offer (author) bob said hello\n"]);
});

Deno.test("Hub shows nothing that an ignored user says, but that it comes and goes", () => {
  const { fixture, alice, bob, carol } = three();
  bob.ignored.add(alice.user.id);
  fixture.publish(
    says(alice, "noise"),
    says(carol, "news"),
    writes(alice, bob, "psst"),
    ...tags(alice, bob, "hey"),
  );
  assert.deepEqual(bob.take(), ["offer carol said news\n"]);
  fixture.publish(says(alice, "more noise"));
  assert.deepEqual(bob.take(), []);
  fixture.publish(says(alice, "noise"), says(carol, "news"));
  assert.deepEqual(bob.take(), ["offer carol said news\n"]);
  fixture.publish(moves(alice, "left"));
  assert.deepEqual(bob.take(), ["offer alice left\n"]);
});

Deno.test("Hub shares its bytes with those who ignore nobody of the turn", () => {
  const { fixture, alice, bob, carol } = three();
  const dave = fixture.present("dave");
  carol.ignored.add(dave.user.id);
  dave.ignored.add(alice.user.id);
  fixture.publish(says(alice, "hello"));
  assert.equal(bob.chunks.at(-1), carol.chunks.at(-1));
  assert.equal(carol.take().at(-1), "offer alice said hello\n");
  assert.deepEqual(dave.take(), []);
});

Deno.test("Hub sends a direct message to its reader alone, with its id", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(writes(alice, bob, "psst", 42));
  assert.deepEqual(bob.take(), ["send alice direct psst\n"]);
  assert.deepEqual(bob.messages, [42]);
  assert.deepEqual([alice.take(), carol.take()], [[], []]);
});

Deno.test("Hub reaches the reader of a direct message in any lobby", () => {
  const { fixture, alice, bob } = three();
  fixture.publish(moves(bob, "exited"), moves(bob, "entered", GAMES));
  bob.take();
  fixture.publish(writes(alice, bob, "psst"));
  assert.deepEqual(bob.take(), ["send alice direct psst\n"]);
});

Deno.test("Hub tells the one who is tagged right after the line, and nobody else", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish(says(carol, "first"), ...tags(alice, bob, "look"), says(carol, "last"));
  assert.deepEqual(bob.take(), [
    "offer carol said first\nalice tagged look\n",
    "send alice tagged-you\n",
    "offer carol said last\n",
  ]);
  assert.deepEqual(bob.messages, [undefined]);
  assert.deepEqual(alice.take(), ["offer carol said first\ncarol said last\n"]);
  assert.deepEqual(carol.take(), ["offer alice tagged look\n"]);
});

Deno.test("Hub tells those who tag themselves", () => {
  const { fixture, alice, bob } = three();
  fixture.publish(...tags(alice, alice, "note"));
  assert.deepEqual(alice.take(), ["send alice tagged-you\n"]);
  assert.deepEqual(bob.take(), ["offer alice tagged note\n"]);
});

Deno.test("Hub sends nothing where a renderer shows nothing, and counts only lines that are shown", () => {
  const fixture = new HubFixture();
  const alice = fixture.present("alice");
  const bob = fixture.present("bob", new QuietRenderer());
  const speechOnly = new PlainRenderer();
  speechOnly.event = (event) => event.type === "said" ? show(event) : "";
  const carol = fixture.present("carol", speechOnly);
  for (const viewer of [alice, bob, carol]) viewer.take();
  const dave = new FakeViewer("dave", fixture.plain);
  fixture.hub.register(dave);
  fixture.publish(moves(dave, "joined"), says(dave, "hello"), writes(dave, bob, "psst"));
  assert.deepEqual(bob.take(), []);
  assert.deepEqual(carol.take(), ["offer dave said hello\n"]);
});

Deno.test("Hub shows a line whose author it does not know to all members", () => {
  const { fixture, alice, bob, carol } = three();
  fixture.publish({ ...says(alice, "from elsewhere"), by: sessionId("elsewhere") });
  for (const viewer of [alice, bob, carol]) {
    assert.deepEqual(viewer.take(), ["offer alice said from elsewhere\n"]);
  }
});
