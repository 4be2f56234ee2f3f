// A connection from another address of this machine, as from somebody else; `Deno.connect` cannot choose its own.

import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "./chat_client.ts";

/** `address` is one of 127.0.0.0/8. */
export async function connectFrom(address: string, port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, localAddress: address, allowHalfOpen: true });
  await once(socket, "connect");
  const chunks = socket[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done) return null;
        rest = value;
      }
      const part = rest.subarray(0, into.length);
      into.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    async write(bytes) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      socket.write(bytes, (error) => error ? reject(error) : resolve());
      await promise;
      return bytes.length;
    },
    async closeWrite() {
      await new Promise<void>((resolve) => socket.end(resolve));
    },
    close() {
      socket.destroy();
    },
  };
}
