export const USAGE = `npm run audit:verify -- (--url URL | --dir FOLDER) [--key KEY]… [--previous FILE|FOLDER]… [--wait SECONDS] [--json]
npm run audit:verify -- (--record FILE | --package FILE) --key KEY

  --url URL        the log over HTTP, for example http://127.0.0.1:8080/audit/log
  --dir FOLDER     a copy of the log in a folder
  --key KEY        a verifier key, or a file with one a line. Take it from where the log's owner published it, not from the log.
  --previous PATH  checkpoints that you kept: a file with one or many, or a folder of such files
  --wait SECONDS   how long a number that is missing over HTTP may still be on its way before it is looked for again: 15 unless said
  --record FILE    what the log handed out (JSON): a record, a list of them, a receipt, or one a line as in an audit package; needs no network
  --package FILE   an audit package (ZIP) as the log handed it out: every file, record, proof and its checkpoint; needs no network

Exit codes: 0 verified, 1 not verified, 2 wrongly called, 3 nothing in it was altered, but numbers or proofs are missing`;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Options {
  readonly url: string | undefined;
  readonly dir: string | undefined;
  readonly record: string | undefined;
  readonly package: string | undefined;
  readonly keys: readonly string[];
  readonly previous: readonly string[];
  readonly waitSeconds: number;
  readonly json: boolean;
}

const TARGETS = ['url', 'dir', 'record', 'package'];
const NAMES = [...TARGETS, 'key', 'previous', 'wait'];
const USUAL_WAIT = '15';

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const values = new Map<string, string[]>();
  let json = false;
  for (let at = 0; at < args.length; at++) {
    const [name = '', ...rest] = (args[at] as string).replace(/^--/, '').split('=');
    if (args[at] === '--json') {
      json = true;
      continue;
    }
    if (!(args[at] as string).startsWith('--') || !NAMES.includes(name))
      throw new UsageError(`there is no option ${args[at]}`);
    const value = rest.length > 0 ? rest.join('=') : args[++at];
    if (!value) throw new UsageError(`--${name} needs a value`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const one = (name: string): string | undefined => values.get(name)?.at(-1);
  if (TARGETS.filter((name) => values.has(name)).length !== 1)
    throw new UsageError('say one of --url, --dir, --record and --package');
  const url = one('url');
  if (url !== undefined && !(/^https?:/i.test(url) && URL.canParse(url)))
    throw new UsageError(`--url ${url} is no address that begins with http:// or https://`);
  const wait = one('wait') ?? USUAL_WAIT;
  if (!/^\d{1,4}$/.test(wait)) throw new UsageError(`--wait ${wait} is no number of seconds`);
  return {
    url,
    dir: one('dir'),
    record: one('record'),
    package: one('package'),
    keys: values.get('key') ?? [],
    previous: values.get('previous') ?? [],
    waitSeconds: Number(wait),
    json,
  };
}
