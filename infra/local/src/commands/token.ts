import { print } from '../platform/progress.js';
import { actorFor, mintToken, PERSONAS } from '../stack/local-token.js';
import { parseArguments } from './arguments.js';

const USAGE = `npm run -s token -- --as <who> [--site CODE]… [--person ID]… [--subject NAME] [--hours N]
who: ${Object.keys(PERSONAS).join(', ')}`;

/** Prints a token for the local gateway, and nothing else, so that it fits into `$(…)`. */
export async function token(args: readonly string[]): Promise<number> {
  const { options } = parseArguments(args, { values: ['as', 'site', 'person', 'subject', 'hours'] });
  const as = options.get('as')?.[0];
  if (!as) {
    print(USAGE);
    return 1;
  }
  const actor = actorFor({
    as,
    subject: options.get('subject')?.[0],
    sites: options.get('site') ?? [],
    persons: options.get('person') ?? [],
  });
  print(await mintToken(actor, Math.round(Number(options.get('hours')?.[0] ?? 12) * 3600)));
  return 0;
}
