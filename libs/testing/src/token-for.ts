import { generateKeyPairSync, sign } from 'node:crypto';
import type { Actor } from '@doorstep/auth';
import { GATEWAY_ISSUER, grantsOf, INTERNAL_TOKEN_SECONDS } from '@doorstep/auth';
import type { ServiceName } from '@doorstep/contracts';

/** Made anew in every test process: no private key lies in the repository, and no token outlives a run. */
const keys = generateKeyPairSync('ed25519');
const KEY_ID = 'test';

/** The value of TOKEN_JWKS that makes a service accept `tokenFor`. */
export function testJwks(): string {
  return JSON.stringify({
    keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' }],
  });
}

/** An internal token as the gateway signs it: EdDSA, `aud` = the service, 60 seconds. */
export function tokenFor(service: ServiceName, actor: Actor): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: KEY_ID };
  const claims = { iss: GATEWAY_ISSUER, aud: service, sub: actor.subject, iat: now, exp: now + INTERNAL_TOKEN_SECONDS };
  const { kind, limits, device } = actor;
  const signed = `${encode(header)}.${encode({ ...claims, kind, grants: grantsOf(actor), limits, device })}`;
  return `${signed}.${sign(null, Buffer.from(signed), keys.privateKey).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
