import type { MergeView } from '@doorstep/contracts';
import { PersonMergedV1, PersonUnmergedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Merge } from '../domain/merge.js';

export function mergeViewOf(merge: Merge): MergeView {
  const { mergedAt, undoneAt } = merge;
  return { ...merge, mergedAt: mergedAt.toISOString(), undoneAt: undoneAt?.toISOString() ?? null };
}

export function merged({ personId, intoPersonId, mergeId, mergedOn, mergedAt, reason }: Merge): NewEvent {
  const recordedAt = mergedAt.toISOString();
  return newEvent(PersonMergedV1, personId, { personId, intoPersonId, mergeId, mergedOn, recordedAt, reason });
}

export function unmerged(
  { personId, intoPersonId, mergeId }: Merge,
  at: Date,
  reason: Merge['undoneReason'],
): NewEvent {
  const told = { personId, fromPersonId: intoPersonId, mergeId, recordedAt: at.toISOString() };
  return newEvent(PersonUnmergedV1, personId, { ...told, ...(reason !== null && { reason }) });
}
