/** Apart from the lanes, whose numbers are the key spaces. */
const NUMBERS = '4712, 1';

/**
 * Batches that decide share the books; whoever changes what all of them go by (rules, closed years, opening balances) has them alone
 * for a moment. Without it a batch could decide by what it read before the change and commit after everybody looked for such claims.
 */
export const BOOKS_LOCK = {
  shared: `SELECT pg_advisory_xact_lock_shared(${NUMBERS})`,
  alone: `SELECT pg_advisory_xact_lock(${NUMBERS})`,
};
