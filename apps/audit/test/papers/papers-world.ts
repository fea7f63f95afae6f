import { TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { expect } from '@jest/globals';
import { auditor, openAudit, recordOf } from '../audit-world.js';

/** The audit service with one settled claim that papers can be about. */
export async function openPapers() {
  const claimId = uuidv7();
  const settled = recordOf({
    topic: TOPICS.benefitsClaim,
    source: 'benefits/0/81',
    sequence: 1,
    type: 'benefits.claim.settled.v1',
    data: { claimId, siteId: 'puya', amountFen: 300 },
  });
  const world = await openAudit();
  await world.put(settled);
  await world.journalled(1, 'event_id = $1', settled.id);
  const post = (url: string, payload: object, as: object = auditor, key = uuidv7()) =>
    world.inject({ method: 'POST', url, payload, headers: { 'idempotency-key': key }, as });
  return {
    ...world,
    claimId,
    settled,
    post,
    async opened(more: object = {}): Promise<string> {
      const about = { kind: 'claim', id: claimId };
      const answer = await post('/v1/papers', { about, title: '餐费重复', comment: '同日两次', ...more });
      expect([answer.statusCode, answer.json().code]).toEqual([201, undefined]);
      return answer.json().paperId;
    },
    write: (paperId: string, entry: object, as: object = auditor) => post(`/v1/papers/${paperId}/entries`, entry, as),
    view: async (paperId: string) => (await world.get(`/v1/papers/${paperId}`)).json(),
  };
}
export type PapersWorld = Awaited<ReturnType<typeof openPapers>>;

export const second = { ...auditor, subject: 'auditor-2' };
