import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { TokenKeyPair, TokenVerifier } from '../src/index.js';
import { generateTokenKeys, LOCAL_ISSUER, TokenSigner } from '../src/index.js';
import { claims, handmade, operator, signed, signedWithout, strangersKey, verifierOf } from './token.mother.js';

let keys: TokenKeyPair;
let verifier: TokenVerifier;

beforeAll(async () => {
  keys = await generateTokenKeys();
  verifier = verifierOf(keys);
});

const refused = (token: string) =>
  expect(verifier.verify(token)).rejects.toMatchObject({ name: 'UnauthenticatedError', code: 'AUTH.TOKEN_INVALID' });

describe('a token of the gateway', () => {
  test('tells who acts', async () => {
    const signer = await TokenSigner.fromJwk(keys.privateJwk);
    const seen = await verifier.verify(await signer.internal(operator, 'meal-orders'));
    expect(seen).toEqual({ ...operator, grants: claims.grants });
  });

  test('is good for its own service only', async () => {
    const signer = await TokenSigner.fromJwk(keys.privateJwk);
    await refused(await signer.internal(operator, 'benefits'));
  });

  test('is checked once for all requests that bring it at the same time, and they see one actor', async () => {
    const signer = await TokenSigner.fromJwk(keys.privateJwk);
    const token = await signer.internal({ ...operator, subject: 'op-busy' }, 'meal-orders');
    const checks = jest.spyOn(globalThis.crypto.subtle, 'verify');
    const actors = await Promise.all(Array.from({ length: 5 }, () => verifier.verify(token)));
    expect(checks).toHaveBeenCalledTimes(1);
    checks.mockRestore();
    expect(new Set(actors).size).toBe(1);
    const forged = Array.from({ length: 3 }, () => verifier.verify(`${token.slice(0, -4)}AAAA`).catch(String));
    expect(new Set(await Promise.all(forged)).size).toBe(1);
    await refused(`${token.slice(0, -4)}AAAA`);
  });

  test('is forgotten when it ends', async () => {
    const short = await signed(keys.privateJwk, { issuedSecondsAgo: 63, lifeSeconds: 59 });
    expect(await verifier.verify(short)).toMatchObject({ subject: 'op-puya' }); // within the skew of five seconds
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await refused(short);
  });
});

describe('refuses', () => {
  test('alg none', async () => {
    await refused(handmade({ alg: 'none', typ: 'at+jwt' }));
  });

  test('HS256 with the public key as the secret', async () => {
    const publicKey = keys.publicJwks.keys[0];
    const header = { alg: 'HS256', typ: 'at+jwt', kid: publicKey?.kid };
    await refused(handmade(header, String(publicKey?.x)));
    await refused(handmade(header, JSON.stringify(publicKey)));
  });

  test('another issuer', async () => refused(await signed(keys.privateJwk, { issuer: 'https://evil.example' })));
  test('a token for the gateway itself', async () =>
    refused(await signed(keys.privateJwk, { issuer: LOCAL_ISSUER, audience: 'gateway' })));
  test('another type', async () => refused(await signed(keys.privateJwk, { header: { typ: 'JWT' } })));
  test('an ID token', async () => refused(await signed(keys.privateJwk, { header: { typ: undefined } })));
  test('an expired one', async () => refused(await signed(keys.privateJwk, { issuedSecondsAgo: 70 })));
  test('one that lives too long', async () => refused(await signed(keys.privateJwk, { lifeSeconds: 3600 })));
  test('one that is issued in the future', async () => {
    await refused(await signed(keys.privateJwk, { issuedSecondsAgo: -3_600 }));
    await refused(await signed(keys.privateJwk, { issuedSecondsAgo: -12 }));
    // The clock of the gateway may be a little ahead.
    const early = await signed(keys.privateJwk, { issuedSecondsAgo: -3 });
    expect(await verifier.verify(early)).toMatchObject({ subject: 'op-puya' });
  });
  test('one that lives a second too long', async () => {
    await refused(await signed(keys.privateJwk, { lifeSeconds: 61 }));
    await refused(await signed(keys.privateJwk, { issuedSecondsAgo: 3_600, lifeSeconds: 3_660 }));
  });
  test.each(['exp', 'iat', 'sub', 'aud', 'iss'] as const)('one without %s', async (claim) =>
    refused(await signedWithout(keys.privateJwk, claim)),
  );
  test('one for several services', async () =>
    refused(await signed(keys.privateJwk, { audience: ['meal-orders', 'benefits'] })));
  test.each<[string, unknown]>([
    ['an unknown role', { role: 'root', scope: {} }],
    ['a scope with unknown parts', { role: 'rider', scope: { everything: true } }],
    ['a missing scope', { role: 'rider' }],
    ['a family without rights', { role: 'family', scope: { persons: ['p'] } }],
    ['a family of everybody', { role: 'family', scope: { all: true }, may: ['order'] }],
    ['an unknown right', { role: 'family', scope: { persons: ['p'] }, may: ['inherit'] }],
    ['rights of somebody who is no family', { role: 'rider', scope: { sites: ['puya'] }, may: ['bills'] }],
  ])('%s', async (_what, grant) => refused(await signed(keys.privateJwk, { payload: { grants: [grant] } })));
  test('no grants, and too many', async () => {
    await refused(await signed(keys.privateJwk, { payload: { grants: undefined } }));
    await refused(await signed(keys.privateJwk, { payload: { grants: Array(101).fill(claims.grants[0]) } }));
  });
  test('a flat list of roles in one scope', async () =>
    refused(await signed(keys.privateJwk, { payload: { grants: undefined, roles: ['rider'], scope: { all: true } } })));
  test('a subject that is not an account', async () =>
    refused(await signed(keys.privateJwk, { payload: { sub: 'a b' } })));
  test('an unknown critical header', async () =>
    refused(handmade({ alg: 'EdDSA', typ: 'at+jwt', crit: ['x'], x: 1 }, 'secret')));
  test('no token at all', async () => refused('x.y.z'));
});

describe('keys named in the token are never looked at', () => {
  test.each(['jku', 'x5u', 'jwk'])('%s', async (name) => {
    const stranger = await strangersKey();
    const value = name === 'jwk' ? stranger.publicJwk : 'https://evil.example/keys';
    await refused(await signed(stranger.privateJwk, { header: { [name]: value, kid: 'stranger' } }));
    await refused(await signed(stranger.privateJwk, { header: { [name]: value, kid: keys.privateJwk.kid } }));
  });
});
