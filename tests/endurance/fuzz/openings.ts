// First words of those who are no chat clients, or bad ones: other protocols, names that are none, half a login.

import { Random } from "../random.ts";
import { ways } from "../ways.ts";
import { cut, joined } from "./batch.ts";
import { typed } from "./typed.ts";
import { encoded, noise, spoilt } from "./wire.ts";
import { type People, type Pool, Words } from "./words.ts";

/** All that a stranger sends. */
export interface Opening {
  /** One after the other. */
  readonly writes: readonly Uint8Array[];
  /** Whether the answer is text as in a chat; else it may be that of another protocol. */
  readonly chats: boolean;
}

const encoder = new TextEncoder();
const LF = Uint8Array.of(10);
/** After the first words, at most. */
const MOST_LINES = 20;
/** The first byte of TLS (RFC 8446, section 5.1): what is made at random may begin with it as well. */
const TLS_HANDSHAKE = 0x16;

const OTHER_PROTOCOLS = [
  "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "POST /login HTTP/1.0\r\nContent-Length: 9\r\n\r\nname=root\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
  "\u0016\n",
];

const CHAT_LIKE = [
  ...[
    "",
    "\n",
    " \n",
    "\r\n\r\n",
    "/quit\n",
    "/START\n",
    "/help\n",
    "server\n",
    "system\n",
    "login\n",
    "me\n",
  ],
  ...[
    "SSH-2.0-OpenSSH_9.6\r\n",
    "EHLO x\r\n",
    "NICK x\r\nUSER x 0 * x\r\n",
    "CONNECT x:1\n",
    "get / http/1.1\n",
  ],
  ...["LOGIN\n", "LOGIN  \n", "login x\n", "LOGIN root toor\n", "LOGIN nobody correct-horse-battery\n"],
  ...[
    "{\n",
    "{}\n",
    '{"body":"/login"}\n',
    '{"body":"/login nobody toor"}\n',
    '{"body":5}\n',
    "[]\n",
    "null\n",
  ],
  ...["\ufeffbob\n", "\u0000bob\n", "\u001b[31mbob\n", "x".repeat(10_000), `${"x".repeat(5000)}\nbob\n`],
];

const speeches = [ways.script.speech, ways.login.speech, ways.json.speech];

/** The same for the same seeds. */
export function openingOf(seeds: readonly number[], pool: Pool, people: People): Opening {
  const random = new Random(...seeds);
  const words = new Words(random, pool, people.residents);
  if (random.chance(0.1)) {
    const bytes = encoder.encode(random.pick(OTHER_PROTOCOLS));
    return { writes: cut(joined([bytes, noise(random)]), random), chats: false };
  }
  const speech = random.pick(speeches);
  const lines = Array.from(
    { length: random.below(MOST_LINES) },
    () => joined([encoded(typed(words, words), speech, words), LF]),
  );
  const all = joined([firstWords(words), ...lines]);
  return { writes: cut(all, random), chats: all[0] !== TLS_HANDSHAKE };
}

function firstWords(words: Words): Uint8Array {
  const { random } = words;
  switch (random.below(5)) {
    case 0:
      return noise(random);
    case 1:
      return encoder.encode(`${words.text()}\n`);
    case 2:
      return joined([encoder.encode(random.pick(speeches).enter(words.user())), LF]);
    case 3:
      return spoilt(encoder.encode(random.pick(CHAT_LIKE)), random);
    default:
      return encoder.encode(random.pick(CHAT_LIKE));
  }
}
