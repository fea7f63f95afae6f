import type { RecordList, RecordView, SourceList } from '@doorstep/contracts';
import { ALL_TOPICS } from '@doorstep/contracts';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { callGateway } from '../stack/gateway.js';
import { actorFor } from '../stack/local-token.js';
import { parseArguments } from './arguments.js';

const USAGE = [
  'npm run repair -- --service NAME --source SOURCE [--from SEQUENCE] [--to SEQUENCE]',
  'For example: npm run repair -- --service benefits --source meal-orders/0/1 --from 120 --to 140',
  'The log of the stopped service and its /health/ready name source and sequence.',
];

/**
 * Feeds a service, whose partition stopped at a gap, with the missing events from the audit journal. What it has already is
 * skipped there, so asking for too much does no harm.
 */
export async function repair(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { values: ['service', 'source', 'from', 'to'] });
  const [service] = options.get('service') ?? [];
  const [source] = options.get('source') ?? [];
  if (!service || !source) throw new SetupProblem('Say which service misses events of which source:', USAGE);
  const to = options.get('to')?.[0] ?? (await endOf(source));
  let from: string | null = options.get('from')?.[0] ?? '1';
  const topics = new Set<string>(
    ALL_TOPICS.filter(({ readers }) => readers.some((name) => name === service)).map(({ name }) => name),
  );
  let failures = 0;
  while (from !== null && BigInt(from) <= BigInt(to)) {
    const query = new URLSearchParams({ source, fromSequence: from, toSequence: to });
    const page: RecordList = await ask<RecordList>(`/audit/v1/records?${query.toString()}`);
    for (const [topic, records] of byTopic(page.items.filter((record) => topics.has(record.topic))))
      failures += await feed(service, topic, records);
    from = page.next;
  }
  return failures === 0 ? 0 : 1;
}

async function feed(service: string, topic: string, records: readonly RecordView[]): Promise<number> {
  const body = { topic, records: records.map(({ bytes }) => bytes) };
  const answer = await callGateway({ method: 'POST', path: `/${service}/v1/repairs`, body });
  print(`${topic}: ${records.length} events offered, ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.status < 300 ? 0 : 1;
}

async function endOf(source: string): Promise<string> {
  const { items } = await ask<SourceList>('/audit/v1/sources');
  const found = items.find((item) => item.source === source);
  if (found) return found.highest;
  throw new SetupProblem(`The audit journal knows no source ${source}.`, [
    `It knows: ${items.map((item) => item.source).join(', ')}`,
  ]);
}

async function ask<T>(path: string): Promise<T> {
  const { status, body } = await callGateway({ path, actor: actorFor({ as: 'auditor' }) });
  if (status === 200) return body as T;
  throw new SetupProblem(`audit answered ${status}: ${JSON.stringify(body)}`);
}

function byTopic(records: readonly RecordView[]): Map<string, RecordView[]> {
  const groups = new Map<string, RecordView[]>();
  for (const record of records) groups.set(record.topic, [...(groups.get(record.topic) ?? []), record]);
  return groups;
}
