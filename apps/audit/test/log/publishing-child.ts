import { readFileSync } from 'node:fs';
import { arrived } from '../arrived.mother.js';
import { openJournal } from '../journal-fixture.js';
import { openLog } from './log-fixture.js';

/** What a process that journals and publishes until it is killed is told. */
export interface PublishingPlan {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly folder: string;
  readonly key: string;
  readonly source: string;
}

const plan = JSON.parse(readFileSync(0, 'utf8')) as PublishingPlan;
const { source } = plan;
const journal = await openJournal(plan);
const { rows } = await journal.owner.query('SELECT highest::integer FROM source WHERE name = $1', [source]);
let next = ((rows[0]?.highest as number | undefined) ?? 0) + 1;
const publisher = openLog(journal, { path: plan.folder, remove: () => undefined }, plan.key).publisher();
for (;;) {
  await journal.append(...Array.from({ length: 90 }, () => arrived(next++, { source })));
  await publisher.execute();
  console.log('round');
}
