import {
  CorrectionRequestedV1,
  FindingRequestCarriedOutV1,
  FindingRequestDecidedV1,
  FindingRequestProposedV1,
  RedactionDecidedV1,
  RedactionRequestedV1,
  TOPICS,
} from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from '../audit-world.js';
import { auditor, openAudit, recordOf } from '../audit-world.js';

const claimId = uuidv7();
const settled = recordOf({
  topic: TOPICS.benefitsClaim,
  source: 'benefits/0/81',
  sequence: 1,
  type: 'benefits.claim.settled.v1',
  data: { claimId, siteId: 'puya', amountFen: 300 },
});
let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
  await world.put(settled);
  await world.journalled(1, 'event_id = $1', settled.id);
});
afterAll(() => world.close());

const second = { ...auditor, subject: 'auditor-2' };
const post = (url: string, payload: object, as: object = auditor, key = uuidv7()) =>
  world.inject({ method: 'POST', url, payload, headers: { 'idempotency-key': key }, as });
const opened = async (more: object = {}): Promise<string> => {
  const about = { kind: 'claim', id: claimId };
  const answer = await post('/v1/papers', { about, title: '餐费重复', comment: '同日两次', ...more });
  expect([answer.statusCode, answer.json().code]).toEqual([201, undefined]);
  return answer.json().paperId;
};
const write = (paperId: string, entry: object, as: object = auditor) =>
  post(`/v1/papers/${paperId}/entries`, entry, as);
const view = async (paperId: string) => (await world.get(`/v1/papers/${paperId}`)).json();

describe('a working paper', () => {
  it('is marked, commented, referred, assigned, explained and signed off by a second auditor', async () => {
    const paperId = await opened();
    await write(paperId, { kind: 'reference', reference: '档案 2026-117', text: '纸质签到表' });
    await write(paperId, { kind: 'assign', to: 'staff:auditor-2' });
    await write(paperId, { kind: 'state', state: 'explained', text: '补录' });
    const own = await write(paperId, { kind: 'sign_off' });
    expect([own.statusCode, own.json().code]).toEqual([403, 'AUDIT.SECOND_AUDITOR']);
    const signed = await write(paperId, { kind: 'sign_off', text: '同意' }, second);
    expect(signed.json()).toMatchObject({
      about: { kind: 'claim', id: claimId },
      state: 'explained',
      assignee: 'staff:auditor-2',
      signedOffBy: 'staff:auditor-2',
      entries: 5,
      timelineUrl: `/audit/v1/timelines/finding/${paperId}`,
    });
    expect(signed.json().history.map(({ kind, by }: { kind: string; by: string }) => `${kind} ${by}`)).toEqual([
      'open staff:auditor-1',
      'reference staff:auditor-1',
      'assign staff:auditor-1',
      'state staff:auditor-1',
      'sign_off staff:auditor-2',
    ]);
    expect(signed.json().history[1]).toMatchObject({ text: '纸质签到表', detail: { reference: '档案 2026-117' } });
    // Whatever comes later takes the sign-off back.
    expect((await write(paperId, { kind: 'comment', text: '还有一笔' })).json().signedOffBy).toBeNull();
  });

  it('is not signed off while it is open, nor by whoever wrote on it', async () => {
    const paperId = await opened();
    expect((await write(paperId, { kind: 'sign_off' }, second)).json().code).toBe('AUDIT.PAPER_STATE');
    await write(paperId, { kind: 'state', state: 'finding' });
    await write(paperId, { kind: 'comment', text: '我也看过' }, second);
    expect((await write(paperId, { kind: 'sign_off' }, second)).json().code).toBe('AUDIT.SECOND_AUDITOR');
    expect((await write(paperId, { kind: 'state', state: 'finding' })).json().code).toBe('AUDIT.PAPER_STATE');
  });

  it('keeps its history and the second auditor in the database as well', async () => {
    const paperId = await opened();
    await write(paperId, { kind: 'state', state: 'finding' });
    const sign = (actor: string) =>
      world.sql(
        `INSERT INTO paper_entry (paper_id, entry_no, kind, actor, at, detail) VALUES ($1, 3, 'sign_off', $2, now(), '{}')`,
        paperId,
        actor,
      );
    await expect(sign('staff:auditor-1')).rejects.toThrow('does not sign it off');
    const claim = (text: string) => world.sql(`UPDATE paper SET ${text} WHERE paper_id = '${paperId}'`);
    await expect(claim(`entries = 3, signed_off_by = 'staff:x', signed_off_at = now()`)).rejects.toThrow('last entry');
    await expect(claim(`opened_by = 'staff:x', entries = 3`)).rejects.toThrow('by its entries alone');
    await expect(world.sql('UPDATE paper_entry SET text = $1', 'x')).rejects.toThrow('append-only');
    await expect(world.sql('DELETE FROM paper')).rejects.toThrow('not thrown away');
  });

  it('is about something that there is', async () => {
    for (const about of [
      { kind: 'event', id: settled.id },
      { kind: 'person', id: settled.key },
    ])
      await opened({ about });
    for (const kind of ['event', 'claim', 'order', 'person', 'hit', 'statement'])
      expect((await post('/v1/papers', { about: { kind, id: uuidv7() }, title: 'x' })).json().code).toBe(
        'AUDIT.PAPER_ABOUT_NOTHING',
      );
    const item = { kind: 'sample_item', id: uuidv7(), itemNo: 1 };
    expect((await post('/v1/papers', { about: item, title: 'x' })).json().code).toBe('AUDIT.PAPER_ABOUT_NOTHING');
    expect((await world.get(`/v1/papers/${uuidv7()}`)).json().code).toBe('AUDIT.PAPER_NOT_FOUND');
  });

  it('is listed by state, assignee and what it is about, and exported with its history', async () => {
    const paperId = await opened({ title: '=cmd()', about: { kind: 'event', id: settled.id } });
    await write(paperId, { kind: 'assign', to: 'staff:auditor-9' });
    const list = async (query: string) =>
      (await world.get(`/v1/papers?${query}`)).json().items.map((paper: { paperId: string }) => paper.paperId);
    expect(await list('assignee=staff:auditor-9')).toEqual([paperId]);
    expect(await list('assignee=staff:auditor-9&signedOff=true')).toEqual([]);
    expect(await list(`aboutId=${settled.id}&state=open`)).toContain(paperId);
    const csv = await world.get('/v1/exports/papers?format=csv&assignee=staff:auditor-9');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = csv.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\uFEFF"底稿编号 paperId"/);
    expect(lines[1]).toContain(`"'=cmd()"`);
    const ndjson = (await world.get('/v1/exports/papers?format=ndjson&assignee=staff:auditor-9')).body
      .trimEnd()
      .split('\n');
    expect(JSON.parse(ndjson[0] as string).history).toHaveLength(2);
    expect(JSON.parse(ndjson[1] as string)).toEqual({ end: { papers: 1 } });
  });

  it('is written by auditors only, once for a key', async () => {
    const key = uuidv7();
    const body = { about: { kind: 'claim', id: claimId }, title: 'x' };
    const first = await post('/v1/papers', body, auditor, key);
    expect((await post('/v1/papers', body, auditor, key)).json()).toEqual(first.json());
    expect((await post('/v1/papers', body, { roles: ['administrator'] })).statusCode).toBe(403);
    for (const entry of [
      { kind: 'delete' },
      { kind: 'comment', text: '' },
      { kind: 'assign', to: 'Li' },
      { kind: 'state', state: 'closed' },
    ])
      expect((await write(first.json().paperId, entry)).statusCode).toBe(422);
  });
});

describe('words that must not stand in a working paper', () => {
  const third = { ...auditor, subject: 'auditor-3' };
  const ask = (entryNo: number, part: string) => ({
    kind: 'redaction_request',
    entryNo,
    part,
    reason: 'names-a-person',
  });
  const decide = (requestNo: number, approved: boolean) => ({ kind: 'redaction_decision', requestNo, approved });
  const told = async (paperId: string) =>
    (await world.events(RedactionDecidedV1)).filter(({ data }) => data.findingId === paperId).map(({ data }) => data);

  it('are taken out when one asks and another approves; that it was so stays, also in the log', async () => {
    const paperId = await opened({ title: '王奶奶的餐费' });
    await write(paperId, { kind: 'reference', reference: '王奶奶的档案', text: '见王奶奶' });
    const own = await write(paperId, ask(2, 'text'));
    expect(own.json().history.at(-1)).toMatchObject({
      kind: 'redaction_request',
      detail: { entryNo: 2, part: 'text' },
    });
    expect((await write(paperId, decide(3, true))).json().code).toBe('AUDIT.SECOND_PERSON');
    expect((await view(paperId)).history[1].text).toBe('见王奶奶');
    await write(paperId, decide(3, true), second);
    for (const [entryNo, part] of [
      [2, 'reference'],
      [1, 'title'],
    ] as const) {
      const requestNo = (await write(paperId, ask(entryNo, part), second)).json().entries;
      expect((await write(paperId, decide(requestNo, true), third)).statusCode).toBe(200);
    }
    const paper = await view(paperId);
    expect(paper.history[1]).toMatchObject({ text: null, detail: {}, redacted: ['text', 'reference'] });
    expect(paper.history[0]).toMatchObject({ text: '同日两次', redacted: ['title'] });
    expect(paper.title).not.toContain('王');
    expect(paper.history.map(({ kind, by }: { kind: string; by: string }) => `${kind} ${by}`).slice(2, 4)).toEqual([
      'redaction_request staff:auditor-1',
      'redaction_decision staff:auditor-2',
    ]);
    const everywhere = await world.sql(
      `SELECT (SELECT jsonb_agg(to_jsonb(e)) FROM paper_entry AS e WHERE e.paper_id = $1)::text || title AS words FROM paper WHERE paper_id = $1`,
      paperId,
    );
    expect(everywhere[0].words).not.toContain('王');
    await eventually(async () => (await told(paperId)).length === 3);
    expect((await told(paperId))[0]).toMatchObject({ entryNo: 2, part: 'text', requestNo: 3, approved: true });
    const asked = (await world.events(RedactionRequestedV1)).filter(({ data }) => data.findingId === paperId);
    expect(asked[0]).toMatchObject({ data: { entryNo: 2, part: 'text', reason: 'names-a-person' } });
  });

  it('stay when the second one refuses, and can be asked for again', async () => {
    const paperId = await opened();
    await write(paperId, ask(1, 'text'));
    expect((await write(paperId, ask(1, 'text'), third)).json().code).toBe('AUDIT.REDACTION_NOT_OPEN');
    await write(paperId, decide(2, false), second);
    expect((await view(paperId)).history[0]).toMatchObject({ text: '同日两次', redacted: [] });
    expect((await write(paperId, decide(2, true), third)).json().code).toBe('AUDIT.REDACTION_NOT_OPEN');
    expect((await write(paperId, ask(1, 'text'))).statusCode).toBe(200);
    await eventually(async () => (await told(paperId)).length === 1);
    expect(await told(paperId)).toMatchObject([{ approved: false }]);
  });

  it.each([
    [ask(1, 'reference'), 422, 'AUDIT.REDACTION_TARGET'],
    [ask(9, 'text'), 422, 'AUDIT.REDACTION_TARGET'],
    [decide(1, true), 409, 'AUDIT.REDACTION_NOT_OPEN'],
    [{ ...ask(1, 'text'), reason: 'Grandmother Li' }, 422, 'HTTP.VALIDATION'],
    [ask(1, 'actor'), 422, 'HTTP.VALIDATION'],
  ])('are named exactly, for a reason that is a code: %j is %i', async (entry, status, code) => {
    const answer = await write(await opened(), entry);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('go by no other way, not even in the database', async () => {
    const paperId = await opened();
    await write(paperId, ask(1, 'text'));
    await expect(world.sql('SELECT paper_redact($1, 2)', paperId)).rejects.toThrow('nobody approved');
    const decision = `INSERT INTO paper_entry (paper_id, entry_no, kind, actor, at, detail)
      VALUES ($1, 3, 'redaction_decision', 'staff:auditor-1', now(), '{"requestNo": 2, "approved": true}')`;
    await expect(world.sql(decision, paperId)).rejects.toThrow('does not decide it');
    await expect(world.sql('UPDATE paper_entry SET text = NULL')).rejects.toThrow('append-only');
  });
});

describe('a finding', () => {
  it('asks finance for a correction, and shows what became of it', async () => {
    const paperId = await opened();
    const wish = { kind: 'correction_request', claimId, wanted: 'reverse', reason: 'ghost-meal' };
    expect((await write(paperId, wish)).json().code).toBe('AUDIT.PAPER_STATE');
    await write(paperId, { kind: 'state', state: 'finding' });
    const asked = (await write(paperId, wish)).json();
    const [{ requestId }] = asked.requests;
    expect(asked.requests).toMatchObject([{ claimId, wanted: 'reverse', state: 'sent', steps: [] }]);
    const told = await eventually(async () =>
      (await world.events(CorrectionRequestedV1)).find(({ data }) => data.findingId === paperId),
    );
    expect(told).toMatchObject({ key: paperId, data: { requestId, claimId, wanted: 'reverse', reason: 'ghost-meal' } });

    const about = { requestId, findingId: paperId, claimId };
    const at = '2026-11-23T04:00:00.000Z';
    const ledgerTransactionId = uuidv7();
    const answers = [
      [FindingRequestProposedV1.type, { proposal: 'reverse', reason: 'ok' }],
      [FindingRequestDecidedV1.type, { proposal: 'reverse', confirmed: true }],
      [
        FindingRequestCarriedOutV1.type,
        {
          proposal: 'reverse',
          unchanged: false,
          corrections: [{ beforeClaimId: claimId, afterClaimId: null }],
          ledgerTransactionIds: [ledgerTransactionId],
        },
      ],
    ] as const;
    await world.put(
      ...answers.map(([type, data], n) =>
        recordOf({
          topic: TOPICS.benefitsFindingRequest,
          source: 'benefits/0/82',
          sequence: n + 1,
          previous: n,
          key: paperId,
          type,
          time: `2026-11-23T04:00:0${n}.000Z`,
          actor: `staff:finance-${n}`,
          data: { ...about, ...data, at },
        }),
      ),
    );
    const [request] = await eventually(async () => {
      const { requests } = await view(paperId);
      return requests[0].state === 'carried_out' && requests;
    });
    expect(request).toMatchObject({
      corrections: [{ beforeClaimId: claimId, afterClaimId: null }],
      ledgerTransactionIds: [ledgerTransactionId],
      steps: [
        { by: 'staff:finance-0', outcome: 'reverse' },
        { by: 'staff:finance-1', outcome: 'confirmed' },
        { by: 'staff:finance-2', outcome: 'corrected' },
      ],
    });
    const { items } = (await world.get(`/v1/timelines/finding/${paperId}`)).json();
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      ...answers.map(([type]) => type),
      CorrectionRequestedV1.type,
    ]);
  });
});
