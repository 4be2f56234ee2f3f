// The programs of the machine that make its faults.

/** Those that the task may run. */
type Tool = "mount" | "umount" | "prlimit" | "mkfs.ext4" | "tee" | "sh";

/** Runs it to its end, and yields what it prints. Rejects with what it complains of. */
export async function run(tool: Tool, args: readonly string[], input = ""): Promise<string> {
  const child = new Deno.Command(tool, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr).trim());
  return decoder.decode(stdout);
}
