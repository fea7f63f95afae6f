import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { shanghaiDate, shanghaiInstant } from '@doorstep/kernel';
import { demoCity } from './city.js';
import { DemoStack } from './demo-stack.js';
import { GatewayClient } from './gateway-client.js';
import { checkInvariants } from './invariants/check.js';
import { checkRepeats } from './invariants/repeats.js';
import { checkReperformance } from './invariants/reperformance.js';
import { checkReplay } from './invariants/replay.js';
import { Findings } from './findings.js';
import { caughtUp } from './invariants/caught-up.js';
import { factsArrived } from './invariants/facts-arrived.js';
import { readBooks, type Books } from './lunch/books.js';
import { Chaos } from './lunch/chaos.js';
import { LunchDay } from './lunch/day.js';
import { Families } from './lunch/families.js';
import { reconcile } from './lunch/reconcile.js';
import { fingerprint, renderTable, totalsOf } from './lunch/report.js';
import { drawUpLunch } from './lunch/script.js';
import { Random } from './random.js';
import { patiently } from './patiently.js';
import { signedInJourney } from './signed-in/journey.js';
import { SignIns } from './signed-in/sign-ins.js';

const SEED = 20_231_206;
const OPENING_TIME = '07:30';

interface LunchOptions {
  readonly chaos: boolean;
  readonly seed: number;
  /** File for the numbers of the day, to compare two runs. */
  readonly numbersFile?: string;
  /** File of an earlier run whose numbers must come out again. */
  readonly sameAs?: string;
}

/** `npm run demo:lunch [-- --chaos] [--seed=N] [--numbers=FILE] [--same-as=FILE]`: plays a whole day and answers the exit code. */
export async function lunch(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  const known = options.sameAs ? (await readFile(options.sameAs, 'utf8')).trim() : undefined;
  if (!options.chaos || known !== undefined) return (await play(options, known)).code;
  // Chaos must come to the same numbers as the same day without it.
  const calm = await play({ ...options, chaos: false }, undefined);
  return calm.code === 0 ? (await play(options, calm.numbers)).code : calm.code;
}

interface Outcome {
  readonly code: number;
  readonly numbers: string;
}

async function play(options: LunchOptions, wanted: string | undefined): Promise<Outcome> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const today = shanghaiDate(new Date());
  const offset = shanghaiInstant(today, OPENING_TIME).getTime() - Date.now();
  say(
    `starting a stack of its own for the lunch of ${today}${options.chaos ? ', with chaos' : ''} (seed ${options.seed}) …`,
  );
  const stack = await DemoStack.start(options.chaos ? 'demo-lunch-chaos' : 'demo-lunch', offset);
  try {
    const city = demoCity(today);
    await patiently('the facts of all people arrive in benefits', () => factsArrived(stack.databases()));
    await patiently('everybody of the demo city may sign in', () => caughtUp(stack.databases()));
    const script = drawUpLunch(today, city.people, options.seed);
    const families = new Families(script);
    const signIns = new SignIns(stack.gatewayUrl, families.accountOf);
    const client = new GatewayClient(stack.gatewayUrl, signIns);
    await families.link(client);
    await patiently('families may order', () => caughtUp(stack.databases()));
    const chaos = new Chaos(stack, new Random(options.seed), say);
    if (options.chaos) chaos.start();
    const played = await new LunchDay(client, script, say).play();
    if (options.chaos) await chaos.stop();
    const books = await quietBooks(client, today);
    const totals = totalsOf(books);
    say(`\n${renderTable(totals)}\n`);
    if (options.numbersFile) await writeFile(options.numbersFile, `${fingerprint(totals)}\n`);
    const findings = new Findings();
    reconcile(books, script, played, findings);
    if (wanted !== undefined) findings.equal('the numbers of the day', fingerprint(totals), wanted);
    await signedInJourney(
      stack.gatewayUrl,
      city.people.map(({ personId }) => personId),
      findings,
    );
    await checkInvariants(stack.databases(), findings);
    await checkRepeats(client, findings);
    await checkReplay(stack, findings);
    await checkReperformance(stack, findings, say);
    findings.truth(
      'I14 I16 the books are as before',
      fingerprint(totals) === fingerprint(totalsOf(await readBooks(client, today))),
    );
    say(`${signIns.count} sign-ins; every request of the day came with a session`);
    if (options.chaos) say(`${chaos.killed} kills, ${client.resent} of ${client.sent} requests sent again`);
    return { code: conclude(findings, say), numbers: fingerprint(totals) };
  } finally {
    await stack.stop();
  }
}

function conclude(findings: Findings, say: (line: string) => void): number {
  for (const difference of findings.differences.slice(0, 50)) say(`DIFFERENCE  ${difference}`);
  say(`${findings.checks - findings.differences.length} checks agree, ${findings.differences.length} differ`);
  return findings.differences.length === 0 ? 0 : 1;
}

/** The books, when nothing moves any more: two readings a second apart are the same, and nothing is held or provisional. */
async function quietBooks(client: GatewayClient, serviceDate: string): Promise<Books> {
  let [before, books] = ['', await readBooks(client, serviceDate)];
  await patiently('all services agree', async () => {
    await sleep(1_000);
    books = await readBooks(client, serviceDate);
    const now = JSON.stringify(books);
    const settled = before === now && books.claims.every(({ state }) => state !== 'held');
    before = now;
    return settled && books.sources.every(({ highWaterMark, highest }) => highWaterMark === highest);
  }).catch(() => undefined); // what still moves then shows as differences
  return books;
}

function optionsOf(args: readonly string[]): LunchOptions {
  const value = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [numbersFile, sameAs] = [value('numbers'), value('same-as')];
  return {
    chaos: args.includes('--chaos'),
    seed: Number(value('seed') ?? SEED),
    ...(numbersFile ? { numbersFile } : {}),
    ...(sameAs ? { sameAs } : {}),
  };
}
