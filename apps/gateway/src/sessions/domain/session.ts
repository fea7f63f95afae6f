import { createHash, randomBytes } from 'node:crypto';

/** Which way somebody proved who they are. */
export type Strength = 'single' | 'two_factor' | 'device_pin';

/** A sign-in that lives on the server; the browser holds a random token and nothing else. */
export interface Session {
  readonly id: string;
  readonly subject: string;
  readonly strength: Strength;
  readonly deviceSiteId: string | null;
  /** Which of the site's shared devices; null where nobody said. */
  readonly deviceId: string | null;
  readonly signedInAt: Date;
  /** When the owner last proved who they are. */
  readonly provedAt: Date;
  readonly lastUsedAt: Date;
  /** The absolute time-out, whatever happens. */
  readonly expiresAt: Date;
  /** Its account or its device changed since it was proved. */
  readonly revoked: boolean;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly stepUpMs: number;
}

/** Why a session may not be used any more, or undefined while it may. */
export function timedOut(
  session: Session,
  nowMs: number,
  { idleMs }: SessionLimits,
): 'killed' | 'idle' | 'absolute' | undefined {
  if (session.revoked) return 'killed';
  if (nowMs >= session.expiresAt.getTime()) return 'absolute';
  return nowMs - session.lastUsedAt.getTime() > idleMs ? 'idle' : undefined;
}

/** Proved with two factors, and not long ago: enough for actions with money. */
export function steppedUp(session: Session, nowMs: number, { stepUpMs }: SessionLimits): boolean {
  return session.strength === 'two_factor' && nowMs - session.provedAt.getTime() <= stepUpMs;
}

/** 256 random bits; the database knows only their hash. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
