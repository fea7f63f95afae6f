import { DISMISSAL_REASONS } from '@doorstep/contracts';
import { SetupProblem } from '../platform/problem.js';
import { print } from '../platform/progress.js';
import { callGateway } from '../stack/gateway.js';
import { WITH_DATABASE } from '../stack/databases.js';
import { parseArguments } from './arguments.js';

const PAGE = 200;

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

interface OutOfStream {
  readonly state: 'parked' | 'waiting';
}

/** Every key of every service, page by page. A service that does not answer is named and the others are asked all the same. */
async function list(services: readonly string[]): Promise<number> {
  const found = { parked: 0, waiting: 0 };
  let silent = 0;
  for (const service of services) {
    const failure = await listOf(service, found).catch((error: unknown) => {
      if (error instanceof SetupProblem) throw error;
      return String(error);
    });
    if (failure === undefined) continue;
    silent += 1;
    print(`${service}  does not answer: ${failure}`);
  }
  if (found.parked + found.waiting === 0) print(silent === 0 ? 'nothing is parked' : 'nothing else is parked');
  else print(`${found.parked} parked, ${found.waiting} waiting for something that is still to come`);
  return silent === 0 ? 0 : 1;
}

async function listOf(service: string, found: Record<OutOfStream['state'], number>): Promise<string | undefined> {
  let cursor: string | null = null;
  do {
    const query: string = `?limit=${PAGE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body } = await callGateway({ path: `/${service}/v1/parked-keys${query}` });
    if (status !== 200) return `${status} ${JSON.stringify(body)}`;
    const page = body as { items: readonly OutOfStream[]; next: string | null };
    for (const item of page.items) {
      found[item.state] += 1;
      print(`${service}  ${JSON.stringify(item)}`);
    }
    cursor = page.next;
  } while (cursor !== null);
  return undefined;
}

function report(answer: Awaited<ReturnType<typeof callGateway>>): number {
  print(answer.status === 204 ? 'dismissed' : JSON.stringify(answer.body, undefined, 2));
  return answer.status < 300 ? 0 : 1;
}
