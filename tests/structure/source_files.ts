// The project's source files with what each of them imports, as structure tests look at them.

import { join, normalize } from "node:path/posix";

export interface SourceFile {
  /** From the top of the repository. */
  readonly path: string;
  /** As written for packages; from the top of the repository for files. */
  readonly imports: readonly string[];
}

/** All TypeScript files below a folder, or the one file. */
export function sourceFiles(path: string): readonly SourceFile[] {
  if (path.endsWith(".ts")) return [{ path, imports: importsOf(path) }];
  return [...Deno.readDirSync(path)].flatMap(({ name, isDirectory }) =>
    isDirectory || name.endsWith(".ts") ? sourceFiles(`${path}/${name}`) : []
  );
}

function importsOf(path: string): readonly string[] {
  const text = Deno.readTextFileSync(path);
  const specifiers = [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()"([^"\n]+)"/g)].map((match) =>
    match[1] ?? ""
  );
  return specifiers.map((each) => each.startsWith(".") ? normalize(join(path, "..", each)) : each);
}
