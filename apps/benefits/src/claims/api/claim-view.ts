import type { BenefitQuote } from '@doorstep/contracts';
import { fen, formatYuan } from '@doorstep/kernel';
import type { Decision } from '@doorstep/policy';
import type { ClaimTerms } from '../domain/verdict.js';

type CounterfactualOnWire = BenefitQuote['counterfactuals'][number];

export function counterfactualsOnWire(list: Decision['counterfactuals']): CounterfactualOnWire[] {
  return list.map(({ from, change, subsidyFen, selfPayFen }) => ({
    from: from ?? null,
    change,
    subsidyFen,
    selfPayFen,
  }));
}

/** One plain sentence in both languages: what it costs and what is paid for the person, or that nothing is. */
export function decisionText({ outcome, reason, grossFen, subsidyFen, selfPayFen }: ClaimTerms): BenefitQuote['text'] {
  const [gross, subsidy, selfPay] = [grossFen, subsidyFen, selfPayFen].map((amount) => formatYuan(fen(amount)));
  if (outcome === 'deny')
    return {
      zh: `这次没有补贴（${reason}），您需要付${selfPay}元。`,
      en: `No subsidy this time (${reason}); you pay ${selfPay} yuan.`,
    };
  return {
    zh: `原价${gross}元，政府补贴${subsidy}元，您只需付${selfPay}元。`,
    en: `The price is ${gross} yuan, ${subsidy} yuan are subsidised, and you pay ${selfPay} yuan.`,
  };
}
