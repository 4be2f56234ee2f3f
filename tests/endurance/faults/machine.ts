// Tests that need something of the machine that not every machine gives.

type Test = (what: string, fn: () => Promise<void>) => void;

/** What registers tests that do what `trial` does. Where that is not possible they are passed over, and their names say why. */
export async function testsWith(trial: () => Promise<AsyncDisposable | string>): Promise<Test> {
  const why = await reasonAgainst(trial);
  if (why === undefined) return (name, fn) => Deno.test(name, fn);
  return (what, fn) => Deno.test({ name: `${what} (not possible here: ${why})`, ignore: true, fn });
}

async function reasonAgainst(trial: () => Promise<AsyncDisposable | string>): Promise<string | undefined> {
  try {
    const made = await trial();
    if (typeof made !== "string") await made[Symbol.asyncDispose]();
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/\n.*/s, "");
  }
}
