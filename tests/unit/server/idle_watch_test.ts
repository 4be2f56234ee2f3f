// When a silent client is warned, when it is dropped, and what a line changes.

import assert from "node:assert/strict";
import fc from "fast-check";
import { IdleWatch } from "../../../lib/server/idle_watch.ts";
import { FakeClock } from "../../support/fake_clock.ts";

/** A watch whose warnings and end are noted with their time in seconds after its making. */
function watch(limit: number, warning: number) {
  const clock = new FakeClock(0);
  const happened: string[] = [];
  const note = (what: string) => () => void happened.push(`${what} ${clock.now() / 1000}`);
  const idle = new IdleWatch({
    clock,
    limit: limit * 1000,
    warning: warning * 1000,
    onWarning: note("warning"),
    onEnd: note("end"),
  });
  const pass = (seconds: number) => clock.advance(seconds * 1000);
  return { clock, happened, idle, pass };
}

Deno.test("IdleWatch warns a silent client and then ends, once each", () => {
  const { happened, pass, clock } = watch(600, 60);
  pass(539);
  assert.deepEqual(happened, []);
  pass(10_000);
  assert.deepEqual(happened, ["warning 540", "end 600"]);
  assert.deepEqual(clock.armed, []);
});

Deno.test("IdleWatch counts from the last line", () => {
  const { happened, idle, pass } = watch(600, 60);
  pass(100);
  idle.touch();
  pass(430);
  idle.touch();
  pass(10_000);
  assert.deepEqual(happened, ["warning 1070", "end 1130"]);
});

Deno.test("IdleWatch starts afresh with a line after a warning, and warns again", () => {
  const { happened, idle, pass } = watch(600, 60);
  pass(550);
  idle.touch();
  pass(10_000);
  assert.deepEqual(happened, ["warning 540", "warning 1090", "end 1150"]);
});

Deno.test("IdleWatch warns in time after a warning even when most of the time is warning", () => {
  const { happened, idle, pass } = watch(100, 80);
  pass(21);
  idle.touch();
  pass(10_000);
  assert.deepEqual(happened, ["warning 20", "warning 41", "end 121"]);
});

for (const warning of [0, 60, 90]) {
  Deno.test(`IdleWatch with a warning of ${warning} s before an end after 60 s ends without a warning`, () => {
    const { happened, idle, pass } = watch(60, warning);
    pass(59);
    idle.touch();
    pass(10_000);
    assert.deepEqual(happened, ["end 119"]);
  });
}

Deno.test("IdleWatch with limit 0 never warns and never ends", () => {
  const { happened, idle, pass, clock } = watch(0, 60);
  assert.deepEqual(clock.armed, []);
  idle.touch();
  pass(1_000_000);
  assert.deepEqual(happened, []);
  assert.deepEqual(clock.armed, []);
});

Deno.test("IdleWatch arms no timer for a line", () => {
  const { idle, pass, clock } = watch(600, 60);
  const arm = clock.after.bind(clock);
  let armed = 0;
  clock.after = (ms, work) => {
    armed++;
    return arm(ms, work);
  };
  for (let line = 0; line < 1000; line++) {
    pass(0.5);
    idle.touch();
  }
  assert.equal(armed, 0);
  assert.deepEqual(clock.armed, [540_000]);
});

Deno.test("IdleWatch does nothing after it is disposed of, whenever that is", () => {
  for (const silence of [0, 100, 550, 700]) {
    const { happened, idle, pass, clock } = watch(600, 60);
    pass(silence);
    const before = [...happened];
    idle[Symbol.dispose]();
    idle[Symbol.dispose]();
    idle.touch();
    pass(10_000);
    assert.deepEqual(happened, before);
    assert.deepEqual(clock.armed, []);
  }
});

Deno.test("IdleWatch may be disposed of by whoever is warned", () => {
  const clock = new FakeClock();
  const idle: IdleWatch = new IdleWatch({
    clock,
    limit: 600,
    warning: 60,
    onWarning: () => idle[Symbol.dispose](),
    onEnd: () => assert.fail("ended after it was disposed of"),
  });
  clock.advance(10_000);
  idle.touch();
  assert.deepEqual(clock.armed, []);
});

Deno.test("IdleWatch does nothing more after the end", () => {
  const { happened, idle, pass, clock } = watch(60, 0);
  pass(60);
  idle.touch();
  assert.deepEqual(clock.armed, []);
  pass(10_000);
  assert.deepEqual(happened, ["end 60"]);
});

Deno.test("IdleWatch does not fire early when a timer does", () => {
  let now = 0;
  const timers: (() => void)[] = [];
  const happened: string[] = [];
  using _idle = new IdleWatch({
    clock: { now: () => now, after: (_ms, work) => (timers.push(work), () => {}) },
    limit: 600,
    warning: 60,
    onWarning: () => happened.push(`warning ${now}`),
    onEnd: () => happened.push(`end ${now}`),
  });
  for (now of [539, 540, 599, 600]) timers.shift()?.();
  assert.deepEqual(happened, ["warning 540", "end 600"]);
});

Deno.test("IdleWatch measures anew when the clock was set back", () => {
  let now = 1_000_000;
  const timers: { readonly ms: number; readonly work: () => void }[] = [];
  using _idle = new IdleWatch({
    clock: { now: () => now, after: (ms, work) => (timers.push({ ms, work }), () => {}) },
    limit: 600,
    warning: 60,
    onWarning: () => {},
    onEnd: () => {},
  });
  now = 0;
  timers[0]?.work();
  assert.deepEqual(timers.map(({ ms }) => ms), [540, 540]);
});

Deno.test("IdleWatch does the same as a watch that looks every millisecond", () => {
  const settings = fc.record({
    limit: fc.integer({ min: 1, max: 60 }),
    warning: fc.nat(70),
    pauses: fc.array(fc.nat(80), { maxLength: 12 }),
  });
  fc.assert(fc.property(settings, ({ limit, warning, pauses }) => {
    const clock = new FakeClock(0);
    const happened: string[] = [];
    const idle = new IdleWatch({
      clock,
      limit,
      warning,
      onWarning: () => happened.push(`warning ${clock.now()}`),
      onEnd: () => happened.push(`end ${clock.now()}`),
    });
    for (const pause of pauses) {
      clock.advance(pause);
      idle.touch();
    }
    clock.advance(200);

    const expected: string[] = [];
    let start = 0;
    for (const pause of [...pauses, 200]) {
      if (warning > 0 && warning < limit && pause >= limit - warning) {
        expected.push(`warning ${start + limit - warning}`);
      }
      if (pause >= limit) {
        expected.push(`end ${start + limit}`);
        break;
      }
      start += pause;
    }
    assert.deepEqual(happened, expected);
    assert.deepEqual(clock.armed, []);
  }));
});
