import { capWindow } from '../../corrections/domain/cap-window.js';
import type { Wallet } from '../../entitlements/domain/wallet.js';
import type { Claim } from './claim.js';
import type { Window } from './window.js';
import { drawsOf } from './verdict.js';

/**
 * Service dates that may have what an ended claim used up: the caps of its own week and month, and for as long as what it drew on can
 * be used. A lot of a card outlives its month.
 */
export function freedWindow({ record: { serviceDate }, terms }: Claim, wallet: Wallet): Window {
  const drawn = new Set(drawsOf(terms).map(({ allowanceId }) => allowanceId));
  const caps = capWindow({ from: serviceDate, to: serviceDate });
  let to = caps.to ?? serviceDate;
  for (const { allowanceId, expiresOn } of wallet.all) if (drawn.has(allowanceId) && expiresOn > to) to = expiresOn;
  return { from: caps.from, to };
}
