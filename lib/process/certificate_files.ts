// Where the certificate and its key are, as the settings and the working directory say.

/** The files when nothing else is set. */
const USUAL = { cert: "server.crt", key: "server.key" } as const;

interface CertificateSettings {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** Undefined when neither is set and neither of the usual files is there. Whoever reads them says what is wrong. */
export function certificateFiles(
  { tlsCert, tlsKey }: CertificateSettings,
  exists: (path: string) => boolean = isThere,
): { readonly cert: string; readonly key: string } | undefined {
  const isSet = tlsCert !== undefined || tlsKey !== undefined;
  if (!isSet && !exists(USUAL.cert) && !exists(USUAL.key)) return undefined;
  return { cert: tlsCert ?? USUAL.cert, key: tlsKey ?? USUAL.key };
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}
