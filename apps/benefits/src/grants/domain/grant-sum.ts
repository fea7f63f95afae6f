import type { LocalDate } from '@doorstep/kernel';
import type { CompiledPack, GrantInputs, GrantResult } from '@doorstep/policy';
import { GrantError, grantFor, highestGrant } from '@doorstep/policy';

export interface SchemeOf {
  readonly packId: string;
  readonly scheme: string;
}

export type Candidate = SchemeOf & GrantResult;

/** The rule that says that of several grants only one is paid. */
const HIGHEST = 'higher_of';

/**
 * What each scheme gives for these counts, by the rules of that date, and the one that is paid. Of several it is the one that gives most.
 * @throws GrantError for a scheme that nobody knows, or a count that it needs and that is missing.
 */
export function grantOf(
  packs: ReadonlyMap<string, CompiledPack>,
  schemes: readonly SchemeOf[],
  inputs: GrantInputs,
  on: LocalDate,
): { readonly candidates: Candidate[]; readonly paid: Candidate } {
  const candidates = schemes.map(({ packId, scheme }) => {
    const pack = packs.get(packId);
    return { packId, scheme, ...grantFor(pack ? [pack] : [], scheme, inputs, on) };
  });
  const amounts = candidates.map(({ fen }) => fen);
  const most = candidates.length > 1 ? highestGrant([...packs.values()], HIGHEST, amounts).fen : amounts[0];
  const paid = candidates.find(({ fen }) => fen === most);
  if (!paid) throw new GrantError('POLICY.GRANT_UNKNOWN', 'no scheme was named');
  return { candidates, paid };
}
