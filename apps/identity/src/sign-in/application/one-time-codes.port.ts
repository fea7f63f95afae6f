export interface IssuedCode {
  readonly id: string;
  readonly phoneKey: Buffer;
  readonly codeHash: Buffer;
  readonly expiresAt: Date;
}

export abstract class OneTimeCodes {
  /** Makes earlier codes of that phone worthless. */
  abstract insert(code: IssuedCode): Promise<void>;
  /** Counts one attempt; undefined when there is none left, or the code is old or used. */
  abstract attempt(id: string): Promise<{ readonly phoneKey: Buffer; readonly codeHash: Buffer } | undefined>;
  /** True for the first only, however many come at once. */
  abstract use(id: string): Promise<boolean>;
}

export const CODE_ATTEMPTS = 5;
