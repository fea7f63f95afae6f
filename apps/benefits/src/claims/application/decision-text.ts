import type { CompiledPack, Decision } from '@doorstep/policy';
import { renderForElder } from '@doorstep/policy';
import type { ClaimTerms } from '../domain/verdict.js';

/** Plain sentences for the elder, in both languages, from the same data as the sum. */
export function decisionText(
  terms: ClaimTerms,
  packs: ReadonlyMap<string, CompiledPack>,
  counterfactuals: Decision['counterfactuals'] = [],
): { zh: string; en: string } {
  const { voucherDraw, ...sums } = terms;
  const decision: Decision = {
    ...sums,
    ...(voucherDraw && { voucherDraw }),
    packId: terms.packId ?? '',
    ruleVersion: terms.ruleVersion ?? '',
    packHash: '',
    displaces: [],
    factIds: [],
    steps: [],
    counterfactuals,
  };
  const pack = terms.packId === null ? undefined : packs.get(terms.packId);
  return { zh: renderForElder(decision, 'zh', pack), en: renderForElder(decision, 'en', pack) };
}
