// What the operator is told of a machine that fails, and what is left to those who mend bugs.

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { NotStored } from "../../../lib/domain/problem.ts";
import { troubleOf } from "../../../lib/domain/trouble.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

/** What SQLite throws on a database that may not grow. */
function full(): unknown {
  using sqlite = new DatabaseSync(":memory:");
  sqlite.exec("CREATE TABLE lines (text BLOB); PRAGMA max_page_count = 2;");
  return thrownBy(() => sqlite.prepare("INSERT INTO lines VALUES (zeroblob(100000))").run());
}

Deno.test("troubleOf says what SQLite says, and what helps", () => {
  assert.equal(troubleOf(full()), "database or disk is full (free some space)");
});

Deno.test("troubleOf knows extended result codes by their kind", () => {
  const error = Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode: 778 });
  assert.equal(troubleOf(error), "disk I/O error (the disk is full, read-only or broken)");
});

Deno.test("troubleOf says what the system says", () => {
  const error = thrownBy(() => Deno.openSync("no/such/file"));
  assert.equal(troubleOf(error), error instanceof Error && error.message);
});

Deno.test("troubleOf looks through NotStored at its cause, and takes one without an error at its word", () => {
  assert.equal(troubleOf(new NotStored(full())), "database or disk is full (free some space)");
  assert.equal(troubleOf(new NotStored("the journal is closed")), "the journal is closed");
  assert.equal(troubleOf(new NotStored(new NotStored("the file is gone"))), "the file is gone");
});

Deno.test("troubleOf calls no bug the machine's", () => {
  using sqlite = new DatabaseSync(":memory:");
  const bugs = [
    new TypeError("undefined is not a function"),
    thrownBy(() => sqlite.prepare("SELECT nothing FROM nowhere")),
    thrownBy(() => sqlite.prepare("SELECT ?").get(Symbol() as never)),
    "a string",
    undefined,
  ];
  for (const bug of bugs) {
    assert.equal(troubleOf(bug), undefined);
    assert.equal(troubleOf(new NotStored(bug instanceof Error ? bug : new Error(String(bug)))), undefined);
  }
});
