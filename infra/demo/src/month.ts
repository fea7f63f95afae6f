import type { PaymentFile } from './month/paying.js';
import { shanghaiDate } from '@doorstep/kernel';
import { DemoStack } from './demo-stack.js';
import { Findings } from './findings.js';
import { GatewayClient } from './gateway-client.js';
import { caughtUp } from './invariants/caught-up.js';
import { checkInvariants } from './invariants/check.js';
import { checkReperformance } from './invariants/reperformance.js';
import { accountOf } from './month/actors.js';
import { readMonth } from './month/books.js';
import { MonthDesk } from './month/desk.js';
import { elders } from './month/month-city.js';
import { Paying } from './month/paying.js';
import { planOf } from './month/plan.js';
import { Preparations } from './month/preparations.js';
import { reconcileMonth } from './month/reconcile.js';
import { renderMonth } from './month/report.js';
import type { MonthScript } from './month/script.js';
import { drawUpMonth } from './month/script.js';
import { Selling } from './month/selling.js';
import { patiently } from './patiently.js';
import { SignIns } from './signed-in/sign-ins.js';

const SEED = 20_240_517;
const ELDERS = 2_000;

interface MonthOptions {
  readonly elders: number;
  readonly seed: number;
  /** One week around the change of rules instead of the whole month. */
  readonly week: boolean;
}

/**
 * `npm run demo:month [-- --elders=N] [--week] [--seed=N]`: a month of three packs in three districts, from the first menu to the
 * adjustments of the month after, and every total compared. Answers the exit code.
 */
export async function month(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const started = performance.now();
  /** With the seconds since the start, so that it shows which part of the month takes them. */
  const sayWhen = (line: string): void =>
    say(`${String(Math.round((performance.now() - started) / 1_000)).padStart(4)} s  ${line}`);
  const plan = planOf(new Date(), !options.week);
  const script = drawUpMonth(plan, elders(options.elders, plan.month, options.seed), options.seed);
  say(`starting a stack of its own for ${plan.month}: ${options.elders} elders, seed ${options.seed} …`);
  const stack = await DemoStack.start('demo-month', plan.opening.getTime() - Date.now());
  try {
    await patiently('everybody of the demo city may sign in', () => caughtUp(stack.databases()));
    const signIns = new SignIns(stack.gatewayUrl, accountOf);
    const desk = new MonthDesk(new GatewayClient(stack.gatewayUrl, signIns), stack, sayWhen);
    const files = await play(stack, desk, script);
    const findings = new Findings();
    const books = await readMonth(desk.client);
    say(`\n${renderMonth(books)}\n`);
    reconcileMonth({ ...books, files }, script, findings);
    sayWhen('the books are read and compared');
    findings.equal('acts of one person that take two', [...new Set(desk.refusals)], ['AUTH.PERMISSION_DENIED']);
    await checkInvariants(stack.databases(), findings);
    sayWhen('the databases are checked');
    await checkReperformance(stack, findings, say, true);
    sayWhen('everything is decided again');
    return conclude(findings, say);
  } finally {
    await stack.stop();
  }
}

/** The first morning, the noon after the month, and the first morning of the month after that. */
async function play(stack: DemoStack, desk: MonthDesk, script: MonthScript): Promise<readonly PaymentFile[]> {
  const { plan } = script;
  const [selling, paying] = [new Selling(desk, script), new Paying(desk)];
  await new Preparations(desk, script).play();
  await stack.moveClock(plan.closing.getTime() - Date.now());
  await selling.month();
  await selling.learn(script.inTime);
  desk.say(`${script.inTime.length} facts came late, in time for the closing`);
  const grants = await paying.grants(plan.month);
  const first = await paying.statements(plan.month);
  await paying.pay(first, `${plan.next}-01`, 1);
  desk.say(
    `${plan.month} is closed: ${grants.length} grants, ${first.length} statements, paid; one payment came back and was paid again`,
  );
  await selling.learn(script.tooLate);
  const refunds = await selling.payRefunds();
  desk.say(
    `${script.tooLate.length} facts came when it was paid; ${refunds} elders got back what they had paid too much`,
  );
  await selling.dayAfter();
  await stack.moveClock(plan.monthLater.getTime() - Date.now());
  const second = await paying.statements(plan.next);
  await paying.pay(second, shanghaiDate(plan.monthLater), 0);
  await desk.quiet();
  desk.say(`${plan.next} is paid, with what the month before was adjusted by`);
  return paying.files;
}

function conclude(findings: Findings, say: (line: string) => void): number {
  for (const difference of findings.differences.slice(0, 50)) say(`DIFFERENCE  ${difference}`);
  say(`${findings.checks - findings.differences.length} checks agree, ${findings.differences.length} differ`);
  return findings.differences.length === 0 ? 0 : 1;
}

function optionsOf(args: readonly string[]): MonthOptions {
  const value = (name: string): string | undefined => {
    const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
    return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
  };
  return {
    elders: Number(value('elders') ?? ELDERS),
    seed: Number(value('seed') ?? SEED),
    week: args.includes('--week'),
  };
}
