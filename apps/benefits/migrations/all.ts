import { Projections20260901000100 } from './20260901000100-projections.js';
import { Ledger20260901000200 } from './20260901000200-ledger.js';
import { Claims20260901000300 } from './20260901000300-claims.js';
import { Entitlements20260901000400 } from './20260901000400-entitlements.js';
import { Corrections20260901000500 } from './20260901000500-corrections.js';
import { Statements20261122120000 } from './20261122120000-statements.js';
import { Policies20261122130000 } from './20261122130000-policies.js';
import { Payments20261122140000 } from './20261122140000-payments.js';
import { Simulations20261122150000 } from './20261122150000-simulations.js';
import { Grants20261122160000 } from './20261122160000-grants.js';
import { YearsAndOpenings20261122170000 } from './20261122170000-years-and-openings.js';
import { CorrectionSearches20261122180000 } from './20261122180000-correction-searches.js';
import { SimulationRevision20261122190000 } from './20261122190000-simulation-revision.js';
import { FindingRequests20261129100000 } from './20261129100000-finding-requests.js';
import { PaymentsByFunder20261129110000 } from './20261129110000-payments-by-funder.js';
import { EndOfEvidence20261129150000 } from './20261129150000-end-of-evidence.js';
import { TwoAccounts20261129195000 } from './20261129195000-two-accounts.js';
import { PaymentResultsByPart20261129130000 } from './20261129130000-payment-results-by-part.js';
import { VoucherStatementsByTwo20261129140000 } from './20261129140000-voucher-statements-by-two.js';
import { VoucherStatements20261129120000 } from './20261129120000-voucher-statements.js';
import { LighterClaims20261129230000 } from './20261129230000-lighter-claims.js';
import { FewerStatistics20261129233000 } from './20261129233000-fewer-statistics.js';
import { StatutoryDays20261130040000 } from './20261130040000-statutory-days.js';
import { PersonKin20261129231000 } from './20261129231000-person-kin.js';

export const migrations = [
  Projections20260901000100,
  Ledger20260901000200,
  Claims20260901000300,
  Entitlements20260901000400,
  Corrections20260901000500,
  Statements20261122120000,
  Policies20261122130000,
  Payments20261122140000,
  Simulations20261122150000,
  Grants20261122160000,
  YearsAndOpenings20261122170000,
  CorrectionSearches20261122180000,
  SimulationRevision20261122190000,
  FindingRequests20261129100000,
  PaymentsByFunder20261129110000,
  VoucherStatements20261129120000,
  PaymentResultsByPart20261129130000,
  VoucherStatementsByTwo20261129140000,
  EndOfEvidence20261129150000,
  TwoAccounts20261129195000,
  LighterClaims20261129230000,
  PersonKin20261129231000,
  FewerStatistics20261129233000,
  StatutoryDays20261130040000,
];
