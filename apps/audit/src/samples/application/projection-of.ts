import type { Confidence, SampleProjection } from '@doorstep/contracts';
import { errorRate } from '../domain/error-rate.js';
import type { CheckedItem, Interval } from '../domain/projection.js';
import { meanPerUnit, monetaryUnit, ratio, stratified } from '../domain/projection.js';
import type { Sample, SampleItem } from './sample-store.port.js';

/** @param items all of the sample, all checked */
export function projectionOf(sample: Sample, items: readonly SampleItem[], confidence: Confidence): SampleProjection {
  const checked = items.map(({ stratum, amountFen, check }) => ({
    stratum,
    amountFen,
    errorFen: check?.errorFen ?? 0,
  }));
  const errors = items.filter(({ check }) => check?.result === 'error').length;
  const population = {
    items: sample.strata.reduce((sum, stratum) => sum + stratum.items, 0),
    valueFen: sample.strata.reduce((sum, stratum) => sum + stratum.valueFen, 0),
  };
  return {
    ...{ sampleId: sample.sampleId, confidence, population },
    found: { errors, errorFen: checked.reduce((sum, { errorFen }) => sum + errorFen, 0) },
    rate: sample.design.kind === 'random' ? errorRate(errors, items.length, confidence) : null,
    amounts: amountsOf(sample, checked, { stratum: '', ...population }, confidence),
  };
}

function amountsOf(
  { design, strata, intervalFen }: Sample,
  checked: readonly CheckedItem[],
  whole: { stratum: string; items: number; valueFen: number },
  confidence: Confidence,
): Interval[] {
  switch (design.kind) {
    case 'random': {
      const byValue = ratio(whole, checked, confidence);
      return [meanPerUnit(whole, checked, confidence), ...(byValue ? [byValue] : [])];
    }
    case 'stratified':
      return [stratified(strata, checked, confidence)];
    case 'monetary_unit':
      return [monetaryUnit(checked, intervalFen ?? 1, confidence)];
  }
}
