/** A sign-in that was begun in one browser and not finished yet. */
export interface Attempt {
  readonly nonce: string;
  readonly codeVerifier: string;
  /** A path of this origin. */
  readonly returnTo: string;
  /** The session that asks for a fresh proof. */
  readonly stepUp: string | null;
}

export abstract class Attempts {
  abstract begin(
    attempt: Attempt,
    keys: { readonly state: Buffer; readonly browser: Buffer; readonly until: Date },
  ): Promise<void>;
  /** Takes the attempt away, whoever comes first: a state is good once, in the browser that began, and for minutes. */
  abstract take(state: Buffer, browser: Buffer, now: Date): Promise<Attempt | undefined>;
}
