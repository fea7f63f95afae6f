/** A sign-in that somebody's browser is in the middle of; bound to it by a signed cookie. */
export interface Interaction {
  readonly uid: string;
  /** The gateway asks for two factors. */
  readonly stepUp: boolean;
}

export interface Proof {
  readonly twoFactor: boolean;
  /** RFC 8176 names. */
  readonly methods: string[];
  /** A PIN at a paired device. */
  readonly device?: { readonly siteId: string; readonly deviceId: string };
}

/** The protocol's side of a sign-in. `request` and `response` are Node's. */
export abstract class Interactions {
  /** Undefined when it is over, or was begun in another browser. */
  abstract find(request: unknown, response: unknown): Promise<Interaction | undefined>;
  /** Ends it for this account; answers where the browser goes on. */
  abstract finish(request: unknown, response: unknown, subject: string, proof: Proof): Promise<string>;
  abstract readonly handle: (request: never, response: never) => void;
}
