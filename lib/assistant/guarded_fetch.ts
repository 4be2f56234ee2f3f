// The door through which keys leave the program: what answers is read to a limit, and never sends them elsewhere.

import { ModelFailure } from "./language_model.ts";

/**
 * Bytes of one answer, unpacked, with all that a provider wraps around each word and with thoughts that are not shown.
 * The longest text that is read of an answer fits in when it comes letter by letter.
 */
export const RESPONSE_LIMIT = 4 * 1024 * 1024;

/**
 * `fetch` for the providers' packages. A redirect is an answer like any other: to follow it would give the key to
 * whoever it names. A body longer than RESPONSE_LIMIT ends with an error. Rejects with ModelFailure `unavailable` when
 * nothing answers, also when that is because the request was aborted.
 */
export async function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { status, headers, body } = await reach(input, { ...init, redirect: "manual" });
  // Deno loses the signal together with its own Response, once that is collected; the pipe keeps it.
  const signal = init?.signal;
  return new Response(body?.pipeThrough(limited(), { ...signal && { signal } }) ?? null, { status, headers });
}

async function reach(input: string | URL | Request, init: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch {
    // Its words hold the address.
    throw new ModelFailure("unavailable");
  }
}

function limited(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let length = 0;
  return new TransformStream({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > RESPONSE_LIMIT) throw new ModelFailure("broken");
      controller.enqueue(chunk);
    },
  });
}
