import type { PolicyDetail, PolicyState, PolicySummary } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { FieldError } from '@doorstep/observability';
import { RefusedPartsError } from '@doorstep/observability';
import type { PackProblem } from '@doorstep/policy';
import { PackError } from '@doorstep/policy';
import type { Act, Policy } from '../domain/policy.js';

export function summaryOf(policy: Policy, today: LocalDate): PolicySummary {
  const { policyId, packId, title, ruleVersion, effectiveFrom, effectiveTo, holdsUntil, sha256, released } = policy;
  return {
    policyId,
    packId,
    title,
    ruleVersion,
    state: stateOf(policy, today),
    effectiveFrom,
    effectiveTo,
    holdsUntil,
    sha256,
    released,
    drafted: actOf(policy.drafted),
    proposed: policy.proposed && actOf(policy.proposed),
    approved:
      policy.approvedBy !== null && policy.activatedAt
        ? { by: policy.approvedBy, at: policy.activatedAt.toISOString() }
        : null,
    ended: policy.ended && { ...actOf(policy.ended), reason: policy.ended.reason },
    supersededBy: policy.supersededBy,
  };
}

export function detailOf(policy: Policy, today: LocalDate): PolicyDetail {
  return { ...summaryOf(policy, today), document: policy.document };
}

function stateOf({ state, effectiveFrom, holdsUntil }: Policy, today: LocalDate): PolicyState {
  if (state !== 'approved' || effectiveFrom > today) return state;
  return holdsUntil !== null && holdsUntil <= today ? 'ended' : 'active';
}

const actOf = ({ by, at }: Act): { by: string; at: string } => ({ by, at: at.toISOString() });

/** Runs the act; what is wrong with a document is answered with the line, the path and the fix of each problem. */
export async function namingProblems<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    const { problems } = error;
    const shown = problems.slice(0, 50).map(fieldError);
    throw new RefusedPartsError('POLICY.PACK_INVALID', 'the document is not a usable pack', shown, {
      problems: problems.length,
    });
  }
}

function fieldError({ file, line, path, problem, fix }: PackProblem): FieldError {
  const pointer =
    path === ''
      ? ''
      : `/${path
          .replaceAll(/\[(\d+)\]/g, '.$1')
          .split('.')
          .join('/')}`;
  const where = file === 'document' ? '' : `${file}: `;
  return {
    pointer,
    in: 'body',
    code: 'pack',
    detail: `${where}${problem}`.slice(0, 500),
    line,
    fix: fix.slice(0, 300),
  };
}
