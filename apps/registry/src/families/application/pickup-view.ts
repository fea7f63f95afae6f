import type { PickupView, Relation } from '@doorstep/contracts';
import type { PickupPerson } from '../domain/pickup-person.js';

export function pickupViewOf({ relation, recordedAt, endedAt, ...rest }: PickupPerson): PickupView {
  return {
    ...rest,
    relation: relation as Relation,
    recordedAt: recordedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
