import type { RecordList, RecordView, SourceList } from '@doorstep/contracts';
import { ALL_TOPICS } from '@doorstep/contracts';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { pause } from '../platform/wait.js';
import { callGateway } from '../stack/gateway.js';
import { actorFor } from '../stack/local-token.js';
import { parseArguments } from './arguments.js';
import type { RepairBody } from './repair-chunks.js';
import { repairBodies } from './repair-chunks.js';

const USAGE = [
  'npm run repair -- --service NAME --source SOURCE [--from SEQUENCE] [--to SEQUENCE]',
  'For example: npm run repair -- --service benefits --source meal-orders/0/1 --from 120 --to 140',
  'The log of the stopped service and its /health/ready name source and sequence.',
];
/** A new record is in a signed checkpoint after a second or so. */
const PROOF_TRIES = 20;
const PROOF_PAUSE_MS = 500;

/**
 * Feeds a service, whose partition stopped at a gap, with the missing events from the audit journal, each with its proof. What it
 * has already is skipped there, so asking for too much does no harm.
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
  /** What follows a refused event would be refused too. */
  const refused = new Set<string>();
  while (from !== null && BigInt(from) <= BigInt(to)) {
    const page: RecordList = await provenPage(new URLSearchParams({ source, fromSequence: from, toSequence: to }));
    for (const body of repairBodies(page.items.filter(({ topic }) => topics.has(topic))))
      if (!refused.has(body.topic) && !(await feed(service, body))) refused.add(body.topic);
    from = page.next;
  }
  return refused.size === 0 ? 0 : 1;
}

async function feed(service: string, body: RepairBody): Promise<boolean> {
  const answer = await callGateway({ method: 'POST', path: `/${service}/v1/repairs`, body });
  print(`${body.topic}: ${body.records.length} events offered, ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.status < 300;
}

async function provenPage(query: URLSearchParams): Promise<RecordList> {
  for (let tries = 1; ; tries++) {
    const page = await ask<RecordList>(`/audit/v1/records?${query.toString()}`);
    const unproven = page.items.find(({ proof }: RecordView) => proof === null);
    if (!unproven) return page;
    if (tries === PROOF_TRIES)
      throw new SetupProblem(`No signed checkpoint covers ${unproven.source} ${unproven.sequence}.`, [
        '/health/ready of audit says why the log is not signed; without a proof no service takes a repair.',
      ]);
    await pause(PROOF_PAUSE_MS);
  }
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
