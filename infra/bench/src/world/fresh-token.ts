import type { Actor, TokenSigner } from '@doorstep/auth';

/** Internal tokens live for a minute; half of it is long enough for one that is used again. */
const USED_MS = 30_000;

/** A token of this actor that is still valid, however long a row takes. */
export function freshToken(signer: TokenSigner, actor: Actor, service: string): () => Promise<string> {
  let kept: { readonly token: string; readonly at: number } | undefined;
  return async () => {
    if (!kept || performance.now() - kept.at > USED_MS)
      kept = { token: await signer.internal(actor, service), at: performance.now() };
    return kept.token;
  };
}
