// Why a port cannot be opened, said so that the operator knows what to change.
import { StartError } from "../domain/start_error.ts";

/** `127.0.0.1:8080`, or `[::1]:8080`. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What `Deno.listen` threw, as one sentence that names the address; `flag` is the setting of the port. */
export function cannotListen(error: unknown, host: string, port: number, flag: string): StartError {
  const address = formatAddress(host, port);
  const cause = { cause: error };
  if (error instanceof Deno.errors.AddrInUse) {
    return new StartError(
      `${address} is in use by another program. Choose another port with ${flag}.`,
      cause,
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new StartError(
      `${address} is not open to this user. Choose a port over 1023 with ${flag}.`,
      cause,
    );
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return new StartError(`${host} is not an address of this machine. Choose another with --host.`, cause);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StartError(`The server cannot listen on ${address}: ${reason}.`, cause);
}
