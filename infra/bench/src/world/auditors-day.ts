import { addDays, shanghaiDate } from '@doorstep/kernel';
import type { AuditWorld } from './audit-world.js';

const RULES_FROM = '2026-01-01';
const LOOK_MS = 50;
const RUN_MS = 90_000;

interface Rules {
  readonly items: readonly { readonly id: string }[];
}

interface Run {
  readonly runId: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
}

/**
 * What an auditor does with all events, once each: totals by everything they can be grouped by, a histogram, and every anomaly rule one
 * after the other, from asking until the hits are there. In words, with seconds.
 * @throws Error when a rule fails
 */
export async function auditorsDay(world: AuditWorld): Promise<string> {
  const totals: number[] = [];
  for (const groupBy of ['type', 'site', 'city', 'actor', 'funder', 'reason', 'till', 'source'])
    totals.push(await secondsOf(() => world.get(`/v1/events/totals?groupBy=${groupBy}`)));
  const histogram = await secondsOf(() => world.get('/v1/events/histogram?bucket=month'));
  const { items } = await world.get<Rules>('/v1/rules');
  const rules: number[] = [];
  for (const { id } of items) rules.push(await secondsOf(() => run(world, id)));
  const sum = rules.reduce((all, each) => all + each, 0);
  const slowest = (times: readonly number[]): string => Math.max(...times).toFixed(1);
  return `once each over all events: slowest totals ${slowest(totals)} s, months ${histogram.toFixed(1)} s, ${items.length} rules ${sum.toFixed(0)} s (the slowest ${slowest(rules)})`;
}

async function run(world: AuditWorld, ruleId: string): Promise<void> {
  const to = addDays(shanghaiDate(new Date()), 1);
  const asked = await world.post<Run>(`/v1/rules/${ruleId}/runs`, { from: RULES_FROM, to });
  const deadline = performance.now() + RUN_MS;
  for (;;) {
    const { state } = await world.get<Run>(`/v1/rule-runs/${asked.runId}`);
    if (state === 'done') return;
    if (state === 'failed' || performance.now() > deadline) throw new Error(`the rule ${ruleId} is ${state}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
