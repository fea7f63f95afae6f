import { describe, expect, test } from '@jest/globals';
import { assertMayAnswer, assertMayPropose } from '../src/finding-requests/domain/finding-request.js';
import type { FindingRequest } from '../src/finding-requests/domain/finding-request.js';
import { assertMayDecide } from '../src/payees/domain/proposal.js';
import { approve } from '../src/policies/domain/policy.js';
import type { Policy } from '../src/policies/domain/policy.js';
import { Statement } from '../src/statements/domain/statement.js';
import type { StatementFacts } from '../src/statements/domain/statement.js';

const SECOND_PERSON = { code: expect.stringMatching(/SECOND_PERSON|SAME_PERSON/) as unknown };
const at = new Date('2026-11-29T02:00:00Z');

/** The first person under other kinds of token, and somebody else. */
describe.each(['staff:li-1', 'client:li-1', 'family:li-1'])('whoever came first is no second person as %s', (same) => {
  const first = 'staff:li-1';

  test.each<[string, (by: string) => unknown]>([
    ['a payee, a budget or a grant', (by) => assertMayDecide({ state: 'proposed', proposedBy: first }, by)],
    ['a finding', (by) => assertMayPropose({ state: 'open', requestedBy: first } as FindingRequest, by)],
    [
      'an answer to a finding',
      (by) => assertMayAnswer({ state: 'proposed', requestedBy: 'staff:o', proposedBy: first } as FindingRequest, by),
    ],
    [
      'rules',
      (by) =>
        approve(
          { state: 'proposed', drafted: { by: first, at }, proposed: { by: first, at } } as unknown as Policy,
          {
            ...{ by, at },
          } as never,
        ),
    ],
    [
      'a statement',
      (by) =>
        new Statement({
          state: 'checked',
          dueFen: 1,
          draftedBy: 'staff:o',
          checkedBy: first,
        } as StatementFacts).approved(by),
    ],
  ])('%s', (_what, act) => {
    let refused: unknown;
    try {
      act(same);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject(SECOND_PERSON);
    expect(() => act('staff:wang-2')).not.toThrow();
  });
});
