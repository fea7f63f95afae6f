import { createHash } from 'node:crypto';
import {
  CorrectionRequestedV1,
  FindingRequestCarriedOutV1,
  FindingRequestDecidedV1,
  FindingRequestProposedV1,
  TOPICS,
} from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditor, recordOf } from '../audit-world.js';
import { unzipped } from '../exports/unzipped.js';
import type { PapersWorld } from './papers-world.js';
import { openPapers, second } from './papers-world.js';

let world: PapersWorld;
beforeAll(async () => {
  world = await openPapers();
});
afterAll(() => world.close());

describe('a working paper', () => {
  it('is marked, commented, referred, assigned, explained and signed off by a second auditor', async () => {
    const paperId = await world.opened();
    await world.write(paperId, { kind: 'reference', reference: '档案 2026-117', text: '纸质签到表' });
    await world.write(paperId, { kind: 'assign', to: 'staff:auditor-2' });
    await world.write(paperId, { kind: 'state', state: 'explained', text: '补录' });
    const own = await world.write(paperId, { kind: 'sign_off' });
    expect([own.statusCode, own.json().code]).toEqual([403, 'AUDIT.SECOND_AUDITOR']);
    const signed = await world.write(paperId, { kind: 'sign_off', text: '同意' }, second);
    expect(signed.json()).toMatchObject({
      about: { kind: 'claim', id: world.claimId },
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
    expect((await world.write(paperId, { kind: 'comment', text: '还有一笔' })).json().signedOffBy).toBeNull();
  });

  it('is not signed off while it is open, nor by whoever wrote on it', async () => {
    const paperId = await world.opened();
    expect((await world.write(paperId, { kind: 'sign_off' }, second)).json().code).toBe('AUDIT.PAPER_STATE');
    await world.write(paperId, { kind: 'state', state: 'finding' });
    await world.write(paperId, { kind: 'comment', text: '我也看过' }, second);
    expect((await world.write(paperId, { kind: 'sign_off' }, second)).json().code).toBe('AUDIT.SECOND_AUDITOR');
    expect((await world.write(paperId, { kind: 'state', state: 'finding' })).json().code).toBe('AUDIT.PAPER_STATE');
  });

  it('keeps its history and the second auditor in the database as well', async () => {
    const paperId = await world.opened();
    await world.write(paperId, { kind: 'state', state: 'finding' });
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
      { kind: 'event', id: world.settled.id },
      { kind: 'person', id: world.settled.key },
    ])
      await world.opened({ about });
    for (const kind of ['event', 'claim', 'order', 'person', 'hit', 'statement'])
      expect((await world.post('/v1/papers', { about: { kind, id: uuidv7() }, title: 'x' })).json().code).toBe(
        'AUDIT.PAPER_ABOUT_NOTHING',
      );
    const item = { kind: 'sample_item', id: uuidv7(), itemNo: 1 };
    expect((await world.post('/v1/papers', { about: item, title: 'x' })).json().code).toBe('AUDIT.PAPER_ABOUT_NOTHING');
    expect((await world.get(`/v1/papers/${uuidv7()}`)).json().code).toBe('AUDIT.PAPER_NOT_FOUND');
  });

  it('is listed by state, assignee and what it is about, and exported with its history', async () => {
    const paperId = await world.opened({ title: '=cmd()', about: { kind: 'event', id: world.settled.id } });
    await world.write(paperId, { kind: 'assign', to: 'staff:auditor-9' });
    const list = async (query: string) =>
      (await world.get(`/v1/papers?${query}`)).json().items.map((paper: { paperId: string }) => paper.paperId);
    expect(await list('assignee=staff:auditor-9')).toEqual([paperId]);
    expect(await list('assignee=staff:auditor-9&signedOff=true')).toEqual([]);
    expect(await list(`aboutId=${world.settled.id}&state=open`)).toContain(paperId);
    const file = (format: string) => world.get(`/v1/exports/papers?format=${format}&assignee=staff:auditor-9`);
    const csv = await file('csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = csv.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\uFEFF"底稿编号 paperId"/);
    expect(lines[1]).toContain(`"'=cmd()"`);
    // Beside the table, which can say nothing of itself.
    const said = csv.headers as Record<string, string>;
    expect(JSON.parse(decodeURIComponent(said['x-doorstep-filter'] as string))).toEqual({
      assignee: 'staff:auditor-9',
    });
    expect([said['x-doorstep-papers'], said['x-doorstep-entries']]).toEqual(['1', '2']);
    expect(said['x-doorstep-snapshot']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(said['content-disposition']).toMatch(/filename="audit-papers-\d{8}T\d{6}Z\.csv"/);
    const ndjson = (await file('ndjson')).body.trimEnd().split('\n');
    expect(JSON.parse(ndjson[0] as string).export).toMatchObject({
      ...{ filter: { assignee: 'staff:auditor-9' }, papers: 1, entries: 2, snapshot: expect.stringMatching(/Z$/) },
    });
    expect(JSON.parse(ndjson[1] as string).history).toHaveLength(2);
    expect(JSON.parse(ndjson[2] as string)).toEqual({ end: { papers: 1 } });
  });

  it.each([
    ['csv-zip', 'about.csv', 'papers.csv', 'dictionary.csv'],
    ['xlsx', 'xl/worksheets/notes.xml', 'xl/worksheets/papers1.xml', 'xl/worksheets/dictionary.xml'],
  ])(
    'as %s says in the file what was asked, at which moment, and what the columns mean',
    async (format, about, table, dictionary) => {
      const paperId = await world.opened({ about: { kind: 'event', id: world.settled.id } });
      await world.write(paperId, { kind: 'assign', to: `staff:${format}` });
      const answer = await world.get(`/v1/exports/papers?format=${format}&assignee=staff:${format}&signedOff=false`);
      const files = unzipped(answer.rawPayload);
      const part = (name: string): string => String(files.get(name));
      expect(part(table)).toContain(paperId);
      const sha256 = createHash('sha256')
        .update(files.get(table) as Buffer)
        .digest('hex');
      const snapshot = answer.headers['x-doorstep-snapshot'] as string;
      for (const text of [
        'filter assignee',
        `staff:${format}`,
        'filter signedOff',
        snapshot,
        'snapshot',
        'staff:auditor-1',
        sha256,
      ])
        expect(part(about)).toContain(text);
      expect(part(dictionary)).toContain('signedOffBy');
    },
  );

  it('is written by auditors only, once for a key', async () => {
    const key = uuidv7();
    const body = { about: { kind: 'claim', id: world.claimId }, title: 'x' };
    const first = await world.post('/v1/papers', body, auditor, key);
    expect((await world.post('/v1/papers', body, auditor, key)).json()).toEqual(first.json());
    expect((await world.post('/v1/papers', body, { roles: ['administrator'] })).statusCode).toBe(403);
    for (const entry of [
      { kind: 'delete' },
      { kind: 'comment', text: '' },
      { kind: 'assign', to: 'Li' },
      { kind: 'state', state: 'closed' },
    ])
      expect((await world.write(first.json().paperId, entry)).statusCode).toBe(422);
  });
});

describe('a finding', () => {
  it('asks finance for a correction, and shows what became of it', async () => {
    const paperId = await world.opened();
    const wish = { kind: 'correction_request', claimId: world.claimId, wanted: 'reverse', reason: 'ghost-meal' };
    expect((await world.write(paperId, wish)).json().code).toBe('AUDIT.PAPER_STATE');
    await world.write(paperId, { kind: 'state', state: 'finding' });
    const asked = (await world.write(paperId, wish)).json();
    const [{ requestId }] = asked.requests;
    expect(asked.requests).toMatchObject([{ claimId: world.claimId, wanted: 'reverse', state: 'sent', steps: [] }]);
    const told = await eventually(async () =>
      (await world.events(CorrectionRequestedV1)).find(({ data }) => data.findingId === paperId),
    );
    expect(told).toMatchObject({
      key: paperId,
      data: { requestId, claimId: world.claimId, wanted: 'reverse', reason: 'ghost-meal' },
    });

    const about = { requestId, findingId: paperId, claimId: world.claimId };
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
          corrections: [{ beforeClaimId: world.claimId, afterClaimId: null }],
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
      const { requests } = await world.view(paperId);
      return requests[0].state === 'carried_out' && requests;
    });
    expect(request).toMatchObject({
      corrections: [{ beforeClaimId: world.claimId, afterClaimId: null }],
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
