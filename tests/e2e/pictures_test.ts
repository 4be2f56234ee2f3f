// Profile pictures: chosen, shown, remembered for those who own their name.

import assert from "node:assert/strict";
import type { ChatClient } from "../support/chat_client.ts";
import { TestApp } from "../support/start_app.ts";

const DEFAULT = "(=^・^=)";
const OWL = "{O,O}";

function stripped(line: string): string {
  // deno-lint-ignore no-control-regex
  return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

async function pictureOf(name: string, viewer: ChatClient): Promise<string> {
  const shown = await viewer.ask(`/whois ${name}`);
  // What others did meanwhile stands above it.
  const face = shown[shown.findIndex((line) => line.startsWith("  role ")) - 1] ?? "";
  return face.slice(0, -` ${name}`.length);
}

Deno.test("/sp list shows at least 50 different pictures, and each can be chosen by its name", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  const list = (await alice.ask("/sp list")).slice(1, -1);
  const pictures = list.map((line) => /^ {2}(\S+) +(\S.*)$/.exec(line)?.slice(1) ?? []);
  assert.ok(pictures.length >= 50, `${pictures.length} pictures`);
  assert.equal(new Set(pictures.map(([, picture]) => picture)).size, pictures.length);
  for (const [name = "", picture = ""] of pictures) {
    assert.deepEqual(await alice.ask(`/sp ${name}`), [`Your picture is ${picture} now.`]);
    assert.equal(await pictureOf("alice", bob), picture);
  }
});

Deno.test("a picture is shown in /users and /whois, and beside what its owner says in theme cozy", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.ask("/theme cozy");
  await alice.ask("/sp owl", "hello");
  assert.deepEqual((await bob.fence()).map(stripped), [`${OWL} alice [just now]`, "  ╰─> hello"]);
  const shown = (await bob.ask("/users", "/whois alice")).map(stripped);
  assert.deepEqual(shown.slice(0, 4), [
    "2 people in general:",
    `  ${OWL} alice`,
    `  ${DEFAULT} bob`,
    `${OWL} alice`,
  ]);
});

Deno.test("the author of a direct message is shown with its picture in theme cozy", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await bob.ask("/theme cozy");
  await alice.ask("/sp owl", "/msg bob hey");
  assert.deepEqual((await bob.fence()).map(stripped), [`${OWL} DM from alice [just now]`, "  ╰─> hey"]);
});

Deno.test("/sp default goes back to the picture that everybody has", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  assert.deepEqual(await alice.ask("/sp OWL", "/sp default"), [
    `Your picture is ${OWL} now.`,
    "Your picture is the default one.",
  ]);
  assert.equal(await pictureOf("alice", alice), DEFAULT);
});

Deno.test("a picture that is not there is refused and changes nothing", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  assert.deepEqual(await alice.ask("/sp owl", "/sp unicorn", "/sp"), [
    `Your picture is ${OWL} now.`,
    "! There is no picture unicorn. /sp list shows all.",
    "! Usage: /sp <picture> - for example: /sp owl",
  ]);
  assert.equal(await pictureOf("alice", alice), OWL);
});

Deno.test("a registered user's picture is remembered, also after a crash and while the user is away", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("/register correct-horse", "/sp owl");
  await alice.send("/quit");
  await alice.rest();
  assert.equal(await pictureOf("alice", bob), OWL);
  await using again = await app.afterCrash();
  const viewer = await again.script("bob");
  assert.equal(await pictureOf("alice", viewer), OWL);
  await again.script("alice", { password: "correct-horse" });
  assert.equal(await pictureOf("alice", viewer), OWL);
});

Deno.test("a guest's picture ends with the visit", async () => {
  await using app = await TestApp.start();
  const [alice, bob] = await app.scripts("alice", "bob");
  await alice.ask("/sp owl");
  assert.equal(await pictureOf("alice", bob), OWL);
  await alice.send("/quit");
  await alice.rest();
  assert.equal(await pictureOf("alice", bob), DEFAULT);
});

Deno.test("a guest's picture ends with a crash", async () => {
  await using app = await TestApp.start();
  const alice = await app.script("alice");
  await alice.ask("/sp owl");
  await using again = await app.afterCrash();
  assert.equal(await pictureOf("alice", await again.script("bob")), DEFAULT);
});
