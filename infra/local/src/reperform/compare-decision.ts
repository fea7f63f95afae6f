import type { Decision } from '@doorstep/policy';
import type { DecidedClaim } from './claim-history.js';
import type { Basis } from './decide-again.js';
import type { Findings } from './findings.js';

type WireDecision = DecidedClaim['decision'];
type WireSteps = WireDecision['steps'];

/** Limits of the event: what was cut there is cut here. */
const MOST_STEPS = 60;
const LONGEST_TEXT = 300;

const AMOUNTS = [
  'grossFen',
  'discountFen',
  'subsidyFen',
  'deliveryFen',
  'operatorFen',
  'selfPayFen',
] as const satisfies readonly (keyof WireDecision & keyof Decision)[];

/** Every field of a recorded decision against the one that came out again. */
export function compareDecision(
  subject: string,
  { decision: recorded, basis }: { readonly decision: WireDecision; readonly basis: Basis },
  again: Decision,
  findings: Findings,
): void {
  for (const field of ['outcome', 'reason', 'packId', 'ruleVersion', ...AMOUNTS, 'flags'] as const)
    findings.equal(subject, field, recorded[field], again[field]);
  findings.equal(subject, 'shares', sharesText(recorded.shares), sharesText(again.shares));
  findings.equal(subject, 'factIds', [...basis.factIds].sort(), [...again.factIds].sort());
  compareSteps(subject, recorded.steps, again, findings);
  // Older records say nothing of what they took from which pool.
  if (basis.siteVersion === undefined || (again.budgetNeedFen > 0 && basis.budgetVersion === null)) return;
  findings.equal(subject, 'budget.needFen', basis.budget?.needFen ?? 0, again.budgetNeedFen);
}

export function compareSteps(subject: string, recorded: WireSteps, again: Decision, findings: Findings): void {
  findings.equal(subject, 'steps', recorded.map(stepText), again.steps.slice(0, MOST_STEPS).map(stepText));
}

function stepText({ code, fen, note, source }: WireSteps[number] | Decision['steps'][number]): string {
  const cut = (text: string | undefined): string | undefined => text?.slice(0, LONGEST_TEXT);
  return JSON.stringify([code, fen, cut(note), cut(source)]);
}

function sharesText(shares: readonly { readonly funder: string; readonly fen: number }[]): string {
  return shares.map(({ funder, fen }) => `${funder} ${fen}`).join(', ');
}

/** True when both move the same money. */
export function sameMoney(recorded: WireDecision, again: Decision): boolean {
  const sameAmounts = AMOUNTS.every((field) => recorded[field] === again[field]);
  const sameOutcome = (recorded.outcome === 'deny') === (again.outcome === 'deny');
  return sameOutcome && sameAmounts && sharesText(recorded.shares) === sharesText(again.shares);
}
