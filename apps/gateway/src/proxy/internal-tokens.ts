import type { Actor } from '@doorstep/auth';
import { TokenSigner } from '@doorstep/auth';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../env.js';

/** A busy till gets one token a second instead of one a request; a revoked role ends well within two seconds. */
const REUSE_MS = 1_000;

interface Signed {
  readonly token: Promise<string>;
  readonly untilMs: number;
}

/** Signs the 60-second token for one service that the caller's own token is exchanged for. */
@Injectable()
export class InternalTokens {
  private readonly signer: Promise<TokenSigner>;
  /** The verifier hands out one actor object per token, so a token that is forgotten there is forgotten here. */
  private readonly recent = new WeakMap<Actor, Map<string, Signed>>();

  constructor(@Inject(ENV) env: GatewayEnv) {
    this.signer = TokenSigner.fromJwk(env.TOKEN_KEY);
  }

  tokenFor(actor: Actor, service: string): Promise<string> {
    const ofActor = this.recent.get(actor) ?? new Map<string, Signed>();
    const known = ofActor.get(service);
    const now = Date.now();
    if (known && known.untilMs > now) return known.token;
    const token = this.signer.then((signer) => signer.internal(actor, service));
    ofActor.set(service, { token, untilMs: now + REUSE_MS });
    this.recent.set(actor, ofActor);
    return token;
  }
}
