import { shanghaiInstant } from '@doorstep/kernel';
import { beginAgain } from '../../entitlements/domain/begin-again.js';
import { dueRulesOf, type DueRules } from '../../entitlements/domain/due-rules.js';
import { approvalKey } from '../../entitlements/domain/month-lot.js';
import { factsKnownAt, type Parting } from '../../people/domain/parting.js';
import type { ClaimWorld } from './claim-world.js';
import type { PersonFile } from './person-file.js';

/** Each file, or those that are still one person, has the lots and vouchers that it would have had alone all the time. */
export function issueApart({ rules, today }: ClaimWorld, file: PersonFile, parting: Parting): void {
  const { since, facts, issued } = parting;
  const rulesAt = (at: Date): DueRules[] => {
    const known = factsKnownAt(facts, file.memberIds, at);
    return known ? dueRulesOf(rules, known) : [];
  };
  const start = shanghaiInstant(since, '00:00');
  const before = factsKnownAt(facts, file.memberIds, start)?.applications ?? [];
  const approved = before.filter(({ approvedOn }) => approvedOn !== undefined && approvedOn < since);
  const workedOut = [...rules.packs.keys()].flatMap((packId) => approved.map((each) => approvalKey(packId, each)));
  const issuedAt = new Map(issued.map((each) => [each.allowanceId, new Date(each.issuedAt)]));
  beginAgain(file.wallet, { since, today, issuedAt, workedOut: new Set(workedOut), rulesAt });
  if (file.wallet.moved) file.touched = true;
}
