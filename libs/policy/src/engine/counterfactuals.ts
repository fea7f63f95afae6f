import type { DecideInput, Decision, Undecidable } from '../model.js';

type DecideOnce = (input: DecideInput) => Decision | Undecidable;

export function counterfactualsOf(
  _input: DecideInput,
  _decision: Decision,
  _decideOnce: DecideOnce,
): Decision['counterfactuals'] {
  return [];
}
