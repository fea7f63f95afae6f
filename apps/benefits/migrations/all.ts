import { Projections20260901000100 } from './20260901000100-projections.js';
import { Ledger20260901000200 } from './20260901000200-ledger.js';
import { Claims20260901000300 } from './20260901000300-claims.js';

export const migrations = [Projections20260901000100, Ledger20260901000200, Claims20260901000300];
