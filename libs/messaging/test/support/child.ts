import { readFileSync } from 'node:fs';
import type { TestDatabase } from '@doorstep/testing';
import type { ChildPlan } from './child-plan.js';
import { EffectsConsumer } from './effects.consumer.js';
import { startMessaging } from './world.js';

// A process of its own that relays or consumes until it is killed, or kills itself at a step. The plan comes on standard input.
const plan = JSON.parse(readFileSync(0, 'utf8')) as ChildPlan;
let passed = 0;

async function watch(step: string): Promise<void> {
  if (step !== plan.at?.step || ++passed !== plan.at.pass) return;
  console.log(`at ${step}`);
  if (plan.at.then === 'die') process.kill(process.pid, 'SIGKILL');
  if (plan.at.then === 'stop') return void process.kill(process.pid, 'SIGSTOP');
  await new Promise(() => undefined); // frozen here until the test goes on or kills
}

const database: TestDatabase = { ...plan.database, drop: () => Promise.resolve() };
const consumes = plan.role === 'consumer';
const { messaging } = await startMessaging(plan.prefix, {
  service: consumes ? 'benefits' : 'meal-orders',
  database,
  relay: !consumes,
  consumers: consumes ? [new EffectsConsumer()] : [],
  sessionTimeoutMs: plan.sessionTimeoutMs ?? 6_000,
  ...(plan.instance !== undefined && { instance: plan.instance }),
  ...(plan.brokers && { brokers: plan.brokers }),
  ...(consumes
    ? { consumerParts: { watch } }
    : { relayParts: { watch, ...(plan.leadIdleMs !== undefined && { leadIdleMs: plan.leadIdleMs }) } }),
});
const timer = setInterval(() => {
  const { relay, consumer } = messaging.status();
  if (consumes ? !consumer?.joined : relay.state !== 'running') return;
  console.log('ready');
  clearInterval(timer);
}, 20);
