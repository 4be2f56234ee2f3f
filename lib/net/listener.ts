// Opens a TCP port and hands out what connects to it.

import type { Clock } from "../domain/clock.ts";
import { AcceptLoop } from "./accept_loop.ts";
import type { Admission, ConnectionLimits } from "./connection_limits.ts";
import { plainAddress, tcpTransport, type Transport } from "./transport.ts";

/** Connections that the kernel holds until they are accepted; with the default, 511, a rush waits seconds. */
const BACKLOG = 4096;

export interface ListenOptions {
  readonly hostname: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly limits: ConnectionLimits;
  readonly clock: Clock;
  /**
   * Takes over `transport` and closes it in the end, which gives its place back. Without a place (`full`,
   * `address-full`) all that is left is to say so and to close. When it throws, the transport is closed here.
   */
  readonly onConnection: (transport: Transport, verdict: Admission["verdict"]) => void;
  /** `count` problems since the last report, `error` being the latest: the first at once, then at most one in 10 s. */
  readonly onProblem: (error: unknown, count: number) => void;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Stops accepting; connections live on. Resolves when the port is free; later calls change nothing. */
  close(): Promise<void>;
}

/** Throws `Deno.errors.AddrInUse` and others when the port cannot be opened. */
export function listen(options: ListenOptions): Listener {
  const { hostname, port, limits, clock, onConnection, onProblem } = options;
  const listener = Deno.listen({ hostname, port, tcpBacklog: BACKLOG });

  function onAccepted(conn: Deno.TcpConn): void {
    const admission = limits.admit(plainAddress(conn.remoteAddr.hostname));
    const transport = tcpTransport(conn, admission.verdict === "ok" ? admission.release : undefined);
    try {
      onConnection(transport, admission.verdict);
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  const loop = new AcceptLoop({ accept: () => listener.accept(), clock, onAccepted, onProblem });
  const ended = loop.run();
  let open = true;
  return {
    address: listener.addr.hostname,
    port: listener.addr.port,
    close() {
      if (open) {
        open = false;
        loop.stop();
        listener.close();
      }
      return ended;
    },
  };
}
