import { PolicyActivatedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { releasedPack, releasedText } from './packs.js';

/** The first version of a pack, as benefits announces it. */
export function activated(packId: string): NewEvent {
  const [version] = releasedPack(packId).versions;
  if (!version) throw new Error(`${packId} has no version`);
  const { ruleVersion, from, to, sha256 } = version;
  return newEvent(PolicyActivatedV1, `${packId}@${from}`, {
    packId,
    ruleVersion,
    effectiveFrom: from,
    effectiveTo: to ?? null,
    version: 1,
    document: releasedText(packId),
    sha256,
    at: '2026-01-01T00:00:00.000Z',
  });
}
