import type { ArrivedRecord } from '../../src/journal/domain/journal-record.js';
import { uuidv7 } from '@doorstep/kernel';
import { topicNamed } from '@doorstep/contracts';
import { RunRuleHandler } from '../../src/rules/application/run-rule.handler.js';
import type { Hit, RuleRun } from '../../src/rules/application/rule-runs.port.js';
import { parametersOf } from '../../src/rules/domain/rule.js';
import { SqlRuleQuery } from '../../src/rules/infrastructure/sql-rule-query.js';
import { SqlRuleRuns } from '../../src/rules/infrastructure/sql-rule-runs.js';
import { YamlRuleBook } from '../../src/rules/infrastructure/yaml-rule-book.js';
import { openJournal } from '../journal-fixture.js';

const TOPIC_OF: readonly (readonly [string, string])[] = [
  ['meal-orders.meal-order.', 'meal-orders.order.events'],
  ['meal-orders.menu.', 'meal-orders.menu.events'],
  ['benefits.claim.', 'benefits.claim.events'],
  ['benefits.statement.', 'benefits.statement.events'],
  ['registry.person.', 'registry.person.events'],
  ['registry.site.', 'registry.site.events'],
  ['day-care.stay.', 'day-care.stay.events'],
  ['audit.finding.', 'audit.finding.events'],
];

export type Members = Readonly<Record<string, unknown>>;
export interface Seed {
  readonly type: string;
  readonly time: string;
  readonly data: Members;
  readonly actor?: string;
  readonly id?: string;
}

let sequence = 0;

/** A record of an event as the subscriber hands it on; its key is the person, site or whatever its topic is keyed by. */
export function seeded({
  type,
  time,
  data,
  actor = 'staff:op-1',
  id = uuidv7(),
}: Seed): ArrivedRecord & { readonly id: string } {
  const topic = TOPIC_OF.find(([prefix]) => type.startsWith(prefix))?.[1] as string;
  const subject = String(data['personId'] ?? data['findingId'] ?? data['siteId'] ?? data['orderId']);
  sequence += 1;
  const source = `${topicNamed(topic)?.owner}/0/1`;
  const envelope = { id, source, sequence: String(sequence), type, subject, time, actor, correlationid: id, data };
  const bytes = Buffer.from(JSON.stringify(envelope));
  return { id, topic, partition: 0, offset: String(sequence), key: subject, bytes, envelope, problem: null };
}

/** The runner of rules on a journal of its own. */
export async function openRules() {
  const journal = await openJournal();
  const { transactions, clock } = journal;
  const [book, runs] = [new YamlRuleBook(), new SqlRuleRuns()];
  const handler = new RunRuleHandler(transactions, book, new SqlRuleQuery(journal.keys), runs, clock);
  return {
    ...journal,
    book,
    handler,
    async run(ruleId: string, { parameters = {}, snapshot = '' } = {}): Promise<{ run: RuleRun; hits: Hit[] }> {
      const [rule] = await book.versionsOf(ruleId);
      if (!rule) throw new Error(`no rule ${ruleId}`);
      const runId = uuidv7();
      await transactions.run({ keys: [] }, async (tx) => {
        const [head] = await tx.query<{ end: string }>('SELECT next_index AS "end" FROM journal_head');
        await runs.add(tx, {
          ...{ runId, ruleId, ruleSha256: rule.sha256, parameters: parametersOf(rule, parameters) },
          ...{ from: '2026-03-01', to: '2026-05-01', snapshot: snapshot || (head?.end as string) },
          ...{ askedBy: 'staff:auditor-1', askedAt: clock.now() },
        });
      });
      while (await handler.next());
      return transactions.read(async (tx) => ({
        run: (await runs.find(tx, runId)) as RuleRun,
        hits: await runs.hits(tx, { runId }, undefined, 10_000),
      }));
    },
  };
}
export type RuleWorld = Awaited<ReturnType<typeof openRules>>;
