/** Makes codes and their hashes. */
export abstract class InvitationCodes {
  /** A new random code, as it is printed. */
  abstract make(): string;
  /** Of a code as somebody typed it; undefined when it cannot be one. */
  abstract hash(typed: string): Buffer | undefined;
}
