import type { ClaimExplanation } from '@doorstep/contracts';
import type { CompiledPack, Decision, Step } from '@doorstep/policy';
import { renderForAuditor, renderForElder, renderForHotline } from '@doorstep/policy';
import type { ClaimDetailData } from './claims-reader.port.js';

/** The stored decision told to an elder, to a hotline agent and to an auditor, in both languages, from the same data as the sum. */
export function explainClaim(claim: ClaimDetailData, packs: ReadonlyMap<string, CompiledPack>): ClaimExplanation {
  const decision = decisionOf(claim);
  const pack = claim.packId === null ? undefined : packs.get(claim.packId);
  return {
    elder: { zh: renderForElder(decision, 'zh', pack), en: renderForElder(decision, 'en', pack) },
    hotline: { zh: renderForHotline(decision, 'zh', pack), en: renderForHotline(decision, 'en', pack) },
    auditor: { zh: [...renderForAuditor(decision, 'zh', pack)], en: [...renderForAuditor(decision, 'en', pack)] },
  };
}

/** What draws from pools and lots plays no part in any text. */
function decisionOf(claim: ClaimDetailData): Decision {
  const { packId, ruleVersion, basis, steps, ...sums } = claim;
  return {
    ...sums,
    packId: packId ?? '',
    ruleVersion: ruleVersion ?? '',
    packHash: basis.packHash ?? '',
    factIds: basis.factIds,
    steps: steps as Step[],
    budgetNeedFen: 0,
    reserveFen: 0,
    lotDraws: [],
    displaces: [],
    counterfactuals: [],
  };
}
