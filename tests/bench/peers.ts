// Other chat servers, as Debian packages them, with every limit that would slow a load down taken off.

import { Child } from "./child.ts";

export interface PeerProgram {
  readonly path: string;
  readonly args: (config: string) => readonly string[];
  readonly config: (port: number) => string;
  /** Its first part is not used: that it comes says that the program listens. */
  readonly ready: RegExp;
}

/** Nobody is asked for a sign of life while it runs, in seconds. */
const NEVER = 86_400;

export const peers = {
  ngircd: {
    path: "/usr/sbin/ngircd",
    args: (config) => ["--nodaemon", "--config", config],
    config: (port) => `
[Global]
Name = bench.example
Info = bench
Listen = 127.0.0.1
Ports = ${port}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxPenaltyTime = 0
PingTimeout = ${NEVER}
[Options]
DNS = no
Ident = no
PAM = no
`,
    ready: /(Server .* ready)/,
  },
  inspircd: {
    path: "/usr/sbin/inspircd",
    args: (config) => ["--runasroot", "--nofork", "--nopid", "--nolog", "--config", config],
    config: (port) => `
<server name="bench.example" description="bench" network="bench">
<admin name="bench" nick="bench" email="bench@bench.example">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" pingfreq="${NEVER}" timeout="60" resolvehostnames="no" useident="no"
  limit="100000" localmax="0" globalmax="0" fakelag="no" threshold="1000000" commandrate="1000000000"
  recvq="1M" softsendq="100M" hardsendq="100M">
<performance softlimit="100000" somaxconn="4096">
<files motd="/dev/null">
`,
    ready: /(is now running)/,
  },
} as const satisfies Record<string, PeerProgram>;

export type PeerName = keyof typeof peers;
export const peerNames = Object.keys(peers) as readonly PeerName[];

/** Begins to run a program; `ready` resolves to its port once it listens. `folder` is an empty one. */
export async function spawnPeer(name: PeerName, folder: string) {
  const { path, args, config, ready } = peers[name];
  const port = freePort();
  // One that root starts goes on as somebody else.
  await Deno.chmod(folder, 0o755);
  const file = `${folder}/${name}.conf`;
  await Deno.writeTextFile(file, config(port));
  const child = new Child(path, args(file), { quiet: true });
  return {
    child,
    async ready(): Promise<number> {
      await child.expect(ready);
      child.passOver();
      return port;
    },
  };
}

/** Nobody else takes it for the moment. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
