import { SetupProblem } from '../platform/problem.js';
import { print, say } from '../platform/progress.js';
import { endCommands, runCommand } from '../platform/run-command.js';
import { onStopWish } from '../platform/stop-wish.js';
import { WITH_DATABASE } from '../stack/databases.js';
import { entryOf } from '../stack/services.js';
import { Stack } from '../stack/stack.js';
import { parseArguments } from './arguments.js';

const USAGE = [
  'npm run new-epoch -- --service NAME',
  'When: the relay of a service refuses to start, after its database was restored to an earlier moment.',
  `NAME is one of: ${WITH_DATABASE.join(', ')}.`,
];

/**
 * Starts database and broker only, has the service number its events anew, and stops both again. The service's own program does it
 * (`main.js --new-epoch`), the same that a city runs. Refuses while the stack runs here.
 */
export async function newEpoch(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { values: ['service'] });
  const service = WITH_DATABASE.find((name) => name === options.get('service')?.[0]);
  if (!service) throw new SetupProblem('Say which service:', USAGE);
  const stack = await Stack.prepare();
  let stopped = false;
  onStopWish(() => {
    stopped = true;
    endCommands();
  });
  try {
    const env = await stack.startStores(service);
    if (stopped) return 1;
    say(`a new epoch of ${service} …`);
    const { code, output } = await runCommand(process.execPath, [entryOf(service), '--new-epoch'], { env });
    print(output.trim());
    return code;
  } finally {
    await stack.stop();
  }
}
