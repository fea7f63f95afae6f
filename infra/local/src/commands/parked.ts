import { DISMISSAL_REASONS } from '@doorstep/contracts';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { callGateway } from '../stack/gateway.js';
import { WITH_DATABASE } from '../stack/databases.js';
import { parseArguments } from './arguments.js';

const USAGE = [
  'npm run parked -- list [--service NAME]',
  'npm run parked -- retry ID --service NAME',
  `npm run parked -- dismiss ID --service NAME --reason ${DISMISSAL_REASONS.join('|')} --reference TICKET`,
  'TICKET is the id under which the story is told, such as OPS-1234: nothing here may name a person.',
];

/** Lists the keys whose messages are parked, works one off again, or gives it up for a reason of the list. */
export async function parked(args: readonly string[]): Promise<number> {
  const { positional, options } = parseArguments(args, { values: ['service', 'reason', 'reference'] });
  const [action, id] = positional;
  const service = options.get('service')?.[0];
  if (action === 'list') return list(service ? [service] : WITH_DATABASE);
  if ((action !== 'retry' && action !== 'dismiss') || !id || !service) throw new SetupProblem('Say what to do:', USAGE);
  const path = `/${service}/v1/parked-keys/${encodeURIComponent(id)}`;
  if (action === 'retry') return report(await callGateway({ method: 'POST', path: `${path}/retry`, body: {} }));
  const reason = options.get('reason')?.[0];
  const reference = options.get('reference')?.[0];
  if (!reason || !reference) throw new SetupProblem('A dismissal needs its reason and a ticket:', USAGE.slice(2));
  return report(await callGateway({ method: 'POST', path: `${path}/dismissal`, body: { reason, reference } }));
}

async function list(services: readonly string[]): Promise<number> {
  let found = 0;
  for (const service of services) {
    const answer = await callGateway({ path: `/${service}/v1/parked-keys` });
    if (answer.status !== 200) return report(answer);
    const { items } = answer.body as { items: readonly Record<string, unknown>[] };
    found += items.length;
    for (const item of items) print(`${service}  ${JSON.stringify(item)}`);
  }
  print(found === 0 ? 'nothing is parked' : `${found} parked`);
  return 0;
}

function report(answer: Awaited<ReturnType<typeof callGateway>>): number {
  print(JSON.stringify(answer.body, undefined, 2));
  return answer.status < 300 ? 0 : 1;
}
