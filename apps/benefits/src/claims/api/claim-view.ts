import type { BenefitQuote } from '@doorstep/contracts';
import type { Decision } from '@doorstep/policy';

type CounterfactualOnWire = BenefitQuote['counterfactuals'][number];

export function counterfactualsOnWire(list: Decision['counterfactuals']): CounterfactualOnWire[] {
  return list.map(({ from, change, subsidyFen, selfPayFen }) => ({
    from: from ?? null,
    change,
    subsidyFen,
    selfPayFen,
  }));
}
