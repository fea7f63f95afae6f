import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PolicyActivatedV1, PolicyWithdrawnV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, TEN } from './mothers.js';

const packId = 'cn-shenyang-shenbei';
const first = readFileSync(join(import.meta.dirname, `../../benefits/packs/${packId}/2020-01-01.yaml`), 'utf8');
const second = first
  .replace('ruleVersion: 1', 'ruleVersion: 2')
  .replace('from: 2020-01-01', `from: ${FRIDAY}`)
  .replace('puya80: { unit: fen, value: 300', 'puya80: { unit: fen, value: 400');

const facts = (document: string, version: number, effectiveTo: string | null) => {
  const ruleVersion = document === first ? '1' : '2';
  const effectiveFrom = document === first ? '2020-01-01' : FRIDAY;
  const sha256 = createHash('sha256').update(document).digest('hex');
  return { packId, ruleVersion, effectiveFrom, effectiveTo, version, document, sha256, at: TEN.toISOString() };
};

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
});
afterAll(async () => canteen.close());

async function subsidy(): Promise<number> {
  return (await canteen.order({ personId: await canteen.person() })).price.subsidyFen;
}

it('quotes follow a version that takes over and one that is withdrawn', async () => {
  expect(await subsidy()).toBe(300);
  await canteen.service.publish(
    newEvent(PolicyActivatedV1, `${packId}@2020-01-01`, facts(first, 2, FRIDAY)),
    newEvent(PolicyActivatedV1, `${packId}@${FRIDAY}`, facts(second, 3, null)),
  );
  await soon(async () => expect(await subsidy()).toBe(400));
  const gone = { ...facts(second, 3, null), policyId: uuidv7(), reason: 'wrong amount' };
  await canteen.service.publish(
    newEvent(PolicyWithdrawnV1, `${packId}@${FRIDAY}`, gone),
    newEvent(PolicyActivatedV1, `${packId}@2020-01-01`, facts(first, 4, null)),
  );
  await soon(async () => expect(await subsidy()).toBe(300));
  const draft = { ...gone, version: 0, ruleVersion: '3', effectiveFrom: addDays(FRIDAY, 1) };
  await canteen.service.publish(newEvent(PolicyWithdrawnV1, draft.policyId, draft));
  expect(await subsidy()).toBe(300);
});
