// What keeps the program from starting and its operator can mend.

/** `message` is one clear sentence for the operator; the program prints it and exits with code 1. */
export class StartError extends Error {
  override readonly name = "StartError";
}
