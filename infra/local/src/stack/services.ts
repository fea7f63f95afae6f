import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '../kafka/topic-plan.js';
import { ManagedProcess } from '../platform/managed-process.js';
import { LOGS, ROOT } from '../platform/paths.js';
import { say } from '../platform/progress.js';
import { pause } from '../platform/wait.js';
import type { EnvironmentInput } from './service-environment.js';
import { portsOf, serviceEnvironment } from './service-environment.js';
import type { Started, Supervised } from './supervised.js';

const READY_MS = 120_000;
/** A service that ends that often before it was ever ready has a fault that waiting does not cure. */
const HOPELESS = 3;

/** With its modules in one file where they could be joined (ADR 0044). */
export function entryOf(service: string): string {
  const [joined, main] = ['main-joined.js', 'main.js'].map((file) => join(ROOT, 'apps', service, 'dist/src', file));
  return existsSync(joined as string) ? (joined as string) : (main as string);
}

/** A batch makes megabytes that die with it: young objects get room, or a quarter of the time goes into copying them. */
export const SERVICE_NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=64'];

/** Starts all services and waits until each says that it is ready; the gateway is ready last, since it asks the others. */
export async function startServices(input: EnvironmentInput): Promise<void> {
  await Promise.all(
    SERVICES.map(async (service) => {
      const supervised = await startService(service, input);
      await untilHealthy(supervised, portsOf(input.context, service).http);
      say(`${service} is ready`);
    }),
  );
}

async function startService(service: string, input: EnvironmentInput): Promise<Supervised> {
  const entry = entryOf(service);
  if (!existsSync(entry)) throw new Error(`${entry} is missing: the build did not produce it`);
  const env = await serviceEnvironment(service, input);
  const logFile = join(LOGS, `${service}.log`);
  const { http, metrics } = portsOf(input.context, service);
  const args = [...SERVICE_NODE_ARGUMENTS, entry];
  const start = (): Promise<Started> => {
    const child = ManagedProcess.start({ name: service, command: process.execPath, args, env, logFile, cwd: ROOT });
    return Promise.resolve({ process: child, stop: () => child.stop(['SIGTERM', 25_000]) });
  };
  return input.context.keepRunning(
    { name: service, logFile, start },
    { port: http, metricsPort: metrics, stopSignal: 'SIGTERM' },
  );
}

async function untilHealthy(service: Supervised, port: number): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await healthOf(port);
    if (answer.ready) return;
    if (service.failures >= HOPELESS)
      throw new Error(`${service.name} ended ${HOPELESS} times while starting:\n${service.process?.lastWords() ?? ''}`);
    if (performance.now() > deadline)
      throw new Error(`${service.name} is not ready after ${READY_MS / 1000} s: ${answer.detail}`);
    await pause(150);
  }
}

async function healthOf(port: number): Promise<{ ready: boolean; detail: string }> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    return { ready: response.ok, detail: (await response.text()).slice(0, 500) };
  } catch (error) {
    return { ready: false, detail: String(error) };
  }
}
