import type { Actor } from './actor.js';
import { actorRef } from './actor.js';

/** How somebody's wish reached the system when another one typed it in. */
export type ActChannel = 'app' | 'phone' | 'visit' | 'counter' | 'till';

/**
 * Through which channel an actor acts for an elder; events say so beside the elder (`personId`) and the account that acted (`actor`).
 * Families and other programs act themselves, whatever is said; for everybody else it is what they say, and else what goes with their
 * work. `till`: the act names one.
 */
export function actChannelOf(
  { kind, roles }: Pick<Actor, 'kind' | 'roles'>,
  said: ActChannel | undefined,
  { till = false }: { readonly till?: boolean } = {},
): ActChannel {
  if (kind !== 'staff') return 'app';
  if (said !== undefined) return said;
  if (till) return 'till';
  if (roles.includes('hotline_agent')) return 'phone';
  return roles.includes('community_worker') ? 'visit' : 'counter';
}

/** The account that acted, as far as the caller may know it: staff do; families and other programs know their own. */
export function accountShownTo(caller: Pick<Actor, 'kind' | 'subject'>, account: string | null): string | null {
  return caller.kind === 'staff' || account === actorRef(caller) ? account : null;
}
