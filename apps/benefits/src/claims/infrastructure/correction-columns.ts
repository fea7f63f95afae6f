import { uuidv7 } from '@doorstep/kernel';
import type { Column } from '../../platform/row-set.js';
import type { Correction } from '../domain/correction.js';

export interface CorrectionInsert {
  readonly correction: Correction;
  readonly at: string;
}

export const correctionColumns: readonly Column<CorrectionInsert>[] = [
  { name: 'correction_id', type: 'uuid', value: ({ at }) => uuidv7(Date.parse(at)) },
  { name: 'person_id', type: 'uuid', value: ({ correction }) => correction.origin.ref.personId },
  { name: 'site_id', type: 'text', value: ({ correction }) => correction.origin.ref.siteId },
  { name: 'origin_id', type: 'uuid', value: ({ correction }) => correction.origin.ref.originId },
  { name: 'service_date', type: 'date', value: ({ correction }) => correction.origin.ref.serviceDate },
  { name: 'before_claim_id', type: 'uuid', value: ({ correction }) => correction.before.record.claimId },
  { name: 'after_claim_id', type: 'uuid', value: ({ correction }) => correction.after.record.claimId },
  { name: 'why', type: 'text', value: ({ correction }) => correction.why },
  { name: 'causation_id', type: 'text', value: ({ correction }) => correction.cause.causationId },
  { name: 'actor', type: 'text', value: ({ correction }) => correction.cause.actor },
  { name: 'corrected_at', type: 'timestamptz', value: ({ at }) => at },
];
