// The test clock keeps its promises.
import assert from "node:assert/strict";
import { formatTime } from "../../lib/domain/clock.ts";
import { FakeClock } from "./fake_clock.ts";

Deno.test("FakeClock stands still at one local time until it is turned", () => {
  const clock = new FakeClock();
  assert.equal(formatTime(clock.now()), "2024-10-12 15:13:02");
  clock.advance(2000);
  assert.equal(formatTime(clock.now()), "2024-10-12 15:13:04");
});

Deno.test("FakeClock.advance runs due timers in order, each at its own time", () => {
  const clock = new FakeClock(1000);
  const ran: [string, number][] = [];
  for (const [name, ms] of [["late", 30], ["early", 10], ["also late", 30], ["never", 31]] as const) {
    clock.after(ms, () => ran.push([name, clock.now()]));
  }
  clock.advance(30);
  assert.deepEqual(ran, [["early", 1010], ["late", 1030], ["also late", 1030]]);
  assert.equal(clock.now(), 1030);
});

Deno.test("FakeClock.advance runs timers that are armed by timers", () => {
  const clock = new FakeClock(0);
  const ran: number[] = [];
  function again(): void {
    ran.push(clock.now());
    clock.after(10, again);
  }
  clock.after(10, again);
  clock.advance(35);
  assert.deepEqual(ran, [10, 20, 30]);
  assert.deepEqual(clock.armed, [10]);
});

Deno.test("FakeClock.setBack turns the time back, and timers run on", () => {
  const clock = new FakeClock(1000);
  const ran: number[] = [];
  clock.after(10, () => ran.push(clock.now()));
  clock.advance(4);
  clock.setBack(500);
  assert.equal(clock.now(), 504);
  clock.advance(6);
  assert.deepEqual(ran, [510]);
});

Deno.test("FakeClock.after gives a function that calls the timer off", () => {
  const clock = new FakeClock();
  const cancel = clock.after(10, () => assert.fail("called off"));
  cancel();
  clock.advance(10);
  assert.deepEqual(clock.armed, []);
});

Deno.test("FakeClock.whenArmed waits for a timer of the asked length", async () => {
  const clock = new FakeClock();
  let met = false;
  const armed = clock.whenArmed(20).then(() => met = true);
  clock.after(10, () => {});
  await clock.whenArmed();
  assert.equal(met, false);
  clock.after(20, () => {});
  await armed;
  await clock.whenArmed(20);
});

Deno.test("FakeClock.advance does not go back", () => {
  assert.throws(() => new FakeClock().advance(-1), RangeError);
});
