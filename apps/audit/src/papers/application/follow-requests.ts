import type { CorrectionRequestView } from '@doorstep/contracts';
import {
  CorrectionRequestView as Request,
  FindingRequestCarriedOutV1,
  FindingRequestDecidedV1,
  FindingRequestProposedV1,
  TOPICS,
} from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FactReader } from '../../explorer/application/fact-reader.port.js';
import { Facts } from '../../facts/application/facts.port.js';
import type { WrittenEntry } from '../domain/paper.js';

const MOST_ANSWERS = 1_000;

interface Answer {
  readonly id: string | null;
  readonly type: string | null;
  readonly actor: string | null;
  readonly time: string | null;
  readonly data: unknown;
}

/** What became of the requests of a finding: read from the log, where finance's answers are like everything else. */
@Injectable()
export class FollowRequests {
  constructor(
    private readonly reader: FactReader,
    private readonly facts: Facts,
  ) {}

  async of(tx: Tx, findingId: string, history: readonly WrittenEntry[]): Promise<CorrectionRequestView[]> {
    const asked = history.filter(({ kind }) => kind === 'correction_request');
    if (asked.length === 0) return [];
    const filter = { references: [findingId], topic: TOPICS.benefitsFindingRequest.name };
    const page = { after: undefined, order: 'asc' as const, limit: MOST_ANSWERS };
    const found = await this.reader.list(tx, filter, (await this.facts.progress(tx)).noted, page);
    const answers = found.map(({ entry: { id, type, actor, time, document } }) => ({
      ...{ id, type, actor, time },
      data: (document as { data?: unknown } | null)?.data,
    }));
    return asked.map((entry) => answered(entry, answers));
  }
}

function answered({ by, at, detail }: WrittenEntry, answers: readonly Answer[]): CorrectionRequestView {
  const request = Request.parse({
    ...detail,
    ...{ askedBy: by, askedAt: at.toISOString(), state: 'sent', steps: [], corrections: [], ledgerTransactionIds: [] },
  });
  for (const { id, type, actor, time, data } of answers) {
    if ((data as { requestId?: unknown } | undefined)?.requestId !== request.requestId) continue;
    if (id === null || type === null || actor === null || time === null) continue;
    const step = { eventId: id, type, by: actor, at: time };
    const proposed = FindingRequestProposedV1.data.safeParse(data);
    const decided = FindingRequestDecidedV1.data.safeParse(data);
    const done = FindingRequestCarriedOutV1.data.safeParse(data);
    if (type === FindingRequestProposedV1.type && proposed.success) {
      request.state = 'proposed';
      request.steps.push({ ...step, outcome: proposed.data.proposal });
    } else if (type === FindingRequestDecidedV1.type && decided.success) {
      const { confirmed, proposal } = decided.data;
      if (!confirmed) request.state = 'sent';
      else if (proposal === 'refuse') request.state = 'refused';
      request.steps.push({ ...step, outcome: confirmed ? 'confirmed' : 'returned' });
    } else if (type === FindingRequestCarriedOutV1.type && done.success) {
      request.state = 'carried_out';
      request.steps.push({ ...step, outcome: done.data.unchanged ? 'unchanged' : 'corrected' });
      request.corrections = done.data.corrections;
      request.ledgerTransactionIds = done.data.ledgerTransactionIds;
    }
  }
  return request;
}
