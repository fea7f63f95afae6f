import { RedactionDecidedV1, RedactionRequestedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditor } from '../audit-world.js';
import type { PapersWorld } from './papers-world.js';
import { openPapers, second } from './papers-world.js';

let world: PapersWorld;
beforeAll(async () => {
  world = await openPapers();
});
afterAll(() => world.close());

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
    const paperId = await world.opened({ title: '王奶奶的餐费' });
    await world.write(paperId, { kind: 'reference', reference: '王奶奶的档案', text: '见王奶奶' });
    const own = await world.write(paperId, ask(2, 'text'));
    expect(own.json().history.at(-1)).toMatchObject({
      kind: 'redaction_request',
      detail: { entryNo: 2, part: 'text' },
    });
    expect((await world.write(paperId, decide(3, true))).json().code).toBe('AUDIT.SECOND_PERSON');
    expect((await world.view(paperId)).history[1].text).toBe('见王奶奶');
    await world.write(paperId, decide(3, true), second);
    for (const [entryNo, part] of [
      [2, 'reference'],
      [1, 'title'],
    ] as const) {
      const requestNo = (await world.write(paperId, ask(entryNo, part), second)).json().entries;
      expect((await world.write(paperId, decide(requestNo, true), third)).statusCode).toBe(200);
    }
    const paper = await world.view(paperId);
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
    const paperId = await world.opened();
    await world.write(paperId, ask(1, 'text'));
    expect((await world.write(paperId, ask(1, 'text'), third)).json().code).toBe('AUDIT.REDACTION_NOT_OPEN');
    await world.write(paperId, decide(2, false), second);
    expect((await world.view(paperId)).history[0]).toMatchObject({ text: '同日两次', redacted: [] });
    expect((await world.write(paperId, decide(2, true), third)).json().code).toBe('AUDIT.REDACTION_NOT_OPEN');
    expect((await world.write(paperId, ask(1, 'text'))).statusCode).toBe(200);
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
    const answer = await world.write(await world.opened(), entry);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('go by no other way, not even in the database', async () => {
    const paperId = await world.opened();
    await world.write(paperId, ask(1, 'text'));
    await expect(world.sql('SELECT paper_redact($1, 2)', paperId)).rejects.toThrow('nobody approved');
    const decision = `INSERT INTO paper_entry (paper_id, entry_no, kind, actor, at, detail)
      VALUES ($1, 3, 'redaction_decision', 'staff:auditor-1', now(), '{"requestNo": 2, "approved": true}')`;
    await expect(world.sql(decision, paperId)).rejects.toThrow('does not decide it');
    await expect(world.sql('UPDATE paper_entry SET text = NULL')).rejects.toThrow('append-only');
  });
});
