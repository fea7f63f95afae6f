import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What two people have to do, two accounts do: the same one that came another way (`family:`, `client:`) is nobody else. */
export class TwoAccounts20261129195000 implements MigrationInterface {
  readonly name = 'TwoAccounts20261129195000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, ...pairs] of PAIRS)
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ck_${table}_two_persons CHECK (${pairs.map(differ).join(' AND ')}) NOT VALID`,
      );
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// What was decided before stands: the rule is for what comes (NOT VALID).
const PAIRS: readonly (readonly [string, ...string[]])[] = [
  ['voucher_statement', 'approved_by prepared_by'],
  ['finding_request', 'proposed_by requested_by', 'decided_by requested_by', 'decided_by proposed_by'],
  ['grant_award', 'decided_by proposed_by'],
  ['payee_account', 'decided_by proposed_by'],
  ['budget_item', 'decided_by proposed_by'],
  ['statement', 'approved_by drafted_by', 'approved_by checked_by'],
  ['fiscal_year', 'closed_by approved_by'],
  ['opening', 'approved_by requested_by'],
  ['policy_pack_version', 'approved_by proposed_by', 'approved_by drafted_by'],
];

/** Of `<kind>:<subject>`; nobody differs from everybody. */
function differ(pair: string): string {
  const [one = '', other = ''] = pair.split(' ').map((column) => `substr(${column}, strpos(${column}, ':') + 1)`);
  return `${one} <> ${other}`;
}
