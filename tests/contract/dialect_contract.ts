// What every dialect keeps to, whatever people type and whatever the server has to say.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Addressee, Decoded, DialectFactory, Renderer, View } from "../../lib/dialects/dialect.ts";
import type { ChatEvent } from "../../lib/domain/event.ts";
import { type Problem, problem } from "../../lib/domain/problem.ts";
import type { Reply } from "../../lib/domain/reply.ts";
import { own, sanitise } from "../../lib/domain/text.ts";
import { THEMES } from "../../lib/domain/theme.ts";
import { anyProblem, chatEvent, moment, reply, safeText, userName } from "../support/arbitrary.ts";

export type Output =
  | { readonly kind: "event"; readonly event: ChatEvent; readonly view: View; readonly now: number }
  | { readonly kind: "reply"; readonly reply: Reply; readonly to: Addressee }
  | { readonly kind: "refusal"; readonly problem: Problem; readonly to: Addressee }
  | { readonly kind: "skipped"; readonly lines: number; readonly to: Addressee };

const asked: fc.Arbitrary<Decoded> = fc.record({
  kind: fc.constant("request" as const),
  request: fc.record({
    verb: fc.constantFrom(own`say`, own`dm`, own`who`, own`users`, own`commands`, own`start`),
    args: safeText,
  }),
  tag: fc.option(fc.oneof(safeText, fc.nat()), { nil: undefined }),
});
const addressee: fc.Arbitrary<Addressee> = fc.record({
  name: fc.option(userName, { nil: undefined }),
  now: moment,
  columns: fc.option(fc.integer({ min: 10, max: 2000 }), { nil: undefined }),
  asked: fc.option(asked, { nil: undefined }),
});
/** Anything that a renderer can be asked for. */
export const output: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    kind: fc.constant("event" as const),
    event: chatEvent,
    view: fc.constantFrom<View>("reader", "author", "author-in-place", "follower"),
    now: moment,
  }),
  { arbitrary: fc.record({ kind: fc.constant("reply" as const), reply, to: addressee }), weight: 2 },
  fc.record({ kind: fc.constant("refusal" as const), problem: anyProblem, to: addressee }),
  fc.record({ kind: fc.constant("skipped" as const), lines: fc.integer({ min: 1 }), to: addressee }),
);

export function render(renderer: Renderer, output: Output): string {
  switch (output.kind) {
    case "event":
      return renderer.event(output.event, output.view, output.now);
    case "reply":
      return renderer.reply(output.reply, output.to);
    case "refusal":
      return renderer.refusal(output.problem, output.to);
    case "skipped":
      return renderer.skipped(output.lines, output.to);
    default:
      return output satisfies never;
  }
}

// The only sequences that a style of ours may use: colours, and repainting the line above.
// deno-lint-ignore no-control-regex
const STYLES = /\u001b\[(?:[0-9;]*m|1A|2K)/g;
// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function unstyled(text: string): string {
  return text.replace(STYLES, "");
}

/** `typed` and a tag go back to the client. */
function textsOf(decoded: Decoded): readonly string[] {
  return [...ownTextsOf(decoded), decoded.typed ?? "", String(decoded.tag ?? "")];
}

function ownTextsOf(decoded: Decoded): readonly string[] {
  switch (decoded.kind) {
    case "login":
      return [decoded.name, decoded.password ?? ""];
    case "request":
      return [decoded.request.verb, decoded.request.args, decoded.request.lobby ?? ""];
    case "refused":
      return [decoded.problem.text];
    case "nothing":
      return [];
    default:
      return decoded satisfies never;
  }
}

/** `lines`: what a client of this dialect might send, malformed lines included. */
export function dialectContract(factory: DialectFactory, lines: fc.Arbitrary<string>): void {
  const fact = (what: string, check: () => void) => Deno.test(`dialect ${factory.name} ${what}`, check);
  const openings = [{ spoke: true, alone: false }, { spoke: false, alone: false }, {
    spoke: true,
    alone: true,
  }];
  const dialects = openings.map((opening) => factory.open(opening));
  const each = (check: (renderer: Renderer, output: Output) => void) => () =>
    fc.assert(fc.property(fc.constantFrom(...THEMES), output, (theme, output) => {
      for (const dialect of dialects) check(dialect.renderer(theme), output);
    }));

  fact("decodes any line into sanitised text and a verb in lower case", () => {
    fc.assert(fc.property(lines, fc.boolean(), (line, loggedIn) => {
      for (const opening of openings) {
        const decoded = factory.open(opening).decode(line, loggedIn);
        for (const text of textsOf(decoded)) assert.equal(text, sanitise(text));
        if (decoded.kind === "request") {
          assert.equal(decoded.request.verb, decoded.request.verb.toLowerCase());
        }
      }
    }));
  });

  fact("says nothing unasked to a client that spoke first", () => {
    const dialect = factory.open({ spoke: true, alone: false });
    const prompts = (["invalid-username", "password-required", "bad-password"] as const)
      .map((code) => dialect.prompt(problem(code, "no")));
    assert.deepEqual([dialect.greet(), ...prompts], ["", "", "", ""]);
  });

  fact("decodes any line at the prompt for a password into a sanitised name and password", () => {
    fc.assert(fc.property(lines, (line) => {
      const dialect = factory.open({ spoke: false, alone: false });
      dialect.decode("alice", false);
      dialect.prompt(problem("password-required", "no"));
      const decoded = dialect.decode(line, false);
      if (decoded.kind !== "login") return;
      for (const text of [decoded.name, decoded.password ?? ""]) assert.equal(text, sanitise(text));
    }));
  });

  fact("has one renderer for each theme, shared by all connections", () => {
    for (const theme of THEMES) {
      assert.equal(new Set(dialects.map((dialect) => dialect.renderer(theme))).size, 1);
    }
  });

  fact(
    "sends no control characters but line ends and its own styles",
    each((renderer, output) => {
      const rest = unstyled(render(renderer, output)).replaceAll("\n", "");
      assert.doesNotMatch(rest, CONTROLS);
    }),
  );

  fact("sends no escape byte in theme plain", () => {
    fc.assert(fc.property(output, (output) => {
      for (const dialect of dialects) {
        assert.ok(!render(dialect.renderer("plain"), output).includes("\u001b"));
      }
    }));
  });

  fact(
    "ends every line, with its style reset",
    each((renderer, output) => {
      const text = render(renderer, output);
      assert.ok(text === "" || text.endsWith("\n"));
      for (const line of text.split("\n")) {
        // deno-lint-ignore no-control-regex
        const last = line.match(/\u001b\[[0-9;]*m/g)?.at(-1);
        assert.ok(last === undefined || last === "\u001b[0m", JSON.stringify(line));
      }
    }),
  );

  fact("has the same text in themes classic and plain, a greeting at the welcome excepted", () => {
    fc.assert(fc.property(output, (output) => {
      for (const dialect of dialects) {
        const classic = unstyled(render(dialect.renderer("classic"), output));
        const plain = render(dialect.renderer("plain"), output);
        if (output.kind === "reply" && output.reply.kind === "welcome") assert.ok(classic.endsWith(plain));
        else assert.equal(classic, plain);
      }
    }));
  });

  fact("refuses in exactly one line", () => {
    fc.assert(
      fc.property(fc.constantFrom(...THEMES), anyProblem, addressee, (theme, problem, to) => {
        for (const dialect of dialects) {
          assert.match(dialect.renderer(theme).refusal(problem, to), /^[^\n]+\n$/);
        }
      }),
    );
  });
}
