import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

const Index = z.string().max(19);

export const AlterationDetectedV1 = defineEvent({
  type: 'audit.finding.alteration-detected.v1',
  topic: TOPICS.auditFinding,
  summary: 'Stored records are not what was journalled: somebody changed them in the database.',
  data: z.looseObject({
    findingId: Id,
    /** Place in the journal of the first and the last of them. */
    firstJournalIndex: Index,
    lastJournalIndex: Index,
    /** Place of the first one in the public log; null when it has none there. */
    firstLeafIndex: Index.nullable(),
    records: z.int().min(1),
    /**
     * `missing`: there is no such row. `record`: bytes, commitment or header are not as journalled. `number`: its number leads elsewhere.
     * `leaf`: the public log has another leaf. `tree`: tiles or checkpoint do not fit together. `facts`: what it is searched by differs.
     */
    alterations: z.array(z.string().max(40)).min(1).max(20),
    at: InstantField,
  }),
});
