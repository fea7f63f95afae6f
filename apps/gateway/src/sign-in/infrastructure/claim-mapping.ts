import { createHash } from 'node:crypto';
import { Subject } from '@doorstep/auth';
import type { GatewayEnv } from '../../env.js';
import type { Identity } from '../application/issuer.port.js';
import { SignInFailedError } from '../application/issuer.port.js';

type Claims = Readonly<Record<string, unknown>>;
type Mapping = Pick<
  GatewayEnv,
  | 'OIDC_ISSUER'
  | 'OIDC_CLAIM_SUBJECT'
  | 'OIDC_SUBJECT_PREFIX'
  | 'OIDC_CLAIM_STRENGTH'
  | 'OIDC_TWO_FACTOR_VALUES'
  | 'OIDC_DEVICE_PREFIX'
>;

/** The site of a shared device, and behind a colon which of them it is. */
const DEVICE = /^([a-z0-9][a-z0-9_-]{0,63})(?::([A-Za-z0-9][A-Za-z0-9_-]{0,63}))?$/;
/** Clocks of two machines; a proof from the future is not fresher than now. */
const SKEW_MS = 30_000;

/** From the claims of an ID token, whatever its issuer calls them. Throws SignInFailedError. */
export function identityFrom(claims: Claims, env: Mapping): Identity {
  const strengths = textsOf(claims[env.OIDC_CLAIM_STRENGTH]);
  const device = strengths.find((one) => one.startsWith(env.OIDC_DEVICE_PREFIX));
  const place = device === undefined ? undefined : DEVICE.exec(device.slice(env.OIDC_DEVICE_PREFIX.length));
  if (place === null) throw new SignInFailedError('the ID token names no usable site of a device');
  return {
    subject: subjectFrom(claims[env.OIDC_CLAIM_SUBJECT], env),
    // A PIN at a shared device is never two factors, whatever else the token says.
    twoFactor: place === undefined && strengths.some((one) => env.OIDC_TWO_FACTOR_VALUES.includes(one)),
    deviceSiteId: place?.[1] ?? null,
    deviceId: place?.[2] ?? null,
    provedAt: provedAt(claims['auth_time'] ?? claims['iat']),
  };
}

/** An account name as registry knows it. What does not fit is hashed with its issuer: account = issuer and subject. */
export function subjectFrom(claim: unknown, { OIDC_ISSUER, OIDC_SUBJECT_PREFIX }: Mapping): string {
  if (typeof claim !== 'string' || claim === '' || claim.length > 1_000)
    throw new SignInFailedError('the ID token names nobody');
  const plain = Subject.safeParse(OIDC_SUBJECT_PREFIX + claim);
  if (plain.success) return plain.data;
  const digest = createHash('sha256')
    .update(`${OIDC_ISSUER ?? ''}\n${claim}`)
    .digest('base64url');
  return `${OIDC_SUBJECT_PREFIX}x-${digest}`;
}

function textsOf(claim: unknown): readonly string[] {
  return [claim].flat().filter((value): value is string => typeof value === 'string');
}

function provedAt(seconds: unknown): Date {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds))
    throw new SignInFailedError('the ID token has no time');
  const now = Date.now();
  if (seconds * 1000 > now + SKEW_MS) throw new SignInFailedError('the ID token comes from the future');
  return new Date(Math.min(seconds * 1000, now));
}
