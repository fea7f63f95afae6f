import { SERVICES } from '../kafka/topic-plan.js';
import { SetupProblem } from '../platform/problem.js';
import { freePort, isFree, portNear } from '../platform/ports.js';

export const PREFERRED: Readonly<Record<string, number>> = {
  gateway: 8080,
  registry: 8101,
  'meal-orders': 8102,
  'day-care': 8103,
  benefits: 8104,
  audit: 8105,
  identity: 8106,
};

export interface StackPorts {
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly services: ReadonlyMap<string, { readonly http: number; readonly metrics: number }>;
  /** Lines for the terminal: which usual port is taken, and what is used instead. */
  readonly moved: readonly string[];
}

/**
 * The usual ports, or others near them when they are taken. GATEWAY_PORT asks for a certain one; DOORSTEP_PORTS=free takes any
 * (for a second stack beside the first).
 */
export async function choosePorts(env: NodeJS.ProcessEnv = process.env): Promise<StackPorts> {
  const taken = new Set<number>();
  const moved: string[] = [];
  const choose = async (what: string, preferred: number): Promise<number> => {
    if (env['DOORSTEP_PORTS'] === 'free') return freePort(taken);
    const port = await portNear(preferred, taken);
    if (port !== preferred)
      moved.push(`Port ${preferred} is taken by another program; ${what} uses ${port} this time.`);
    return port;
  };
  const services = new Map<string, { http: number; metrics: number }>();
  for (const service of SERVICES) {
    const preferred = PREFERRED[service] ?? 0;
    const http =
      service === 'gateway' && env['GATEWAY_PORT']
        ? await exactly(env['GATEWAY_PORT'], taken)
        : await choose(service, preferred);
    services.set(service, { http, metrics: await choose(`${service} (metrics)`, preferred + 100) });
  }
  return {
    postgres: await choose('PostgreSQL', 15432),
    kafka: await choose('Kafka', 19092),
    kafkaController: await choose('Kafka (controller)', 19093),
    services,
    moved,
  };
}

async function exactly(text: string, taken: Set<number>): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new SetupProblem(`GATEWAY_PORT=${text} is not a port number.`);
  if (!(await isFree(port)))
    throw new SetupProblem(`Port ${port} (GATEWAY_PORT) is taken by another program.`, [
      'Stop that program, choose another port, or leave GATEWAY_PORT unset: then a free one near 8080 is taken.',
    ]);
  taken.add(port);
  return port;
}
