import type { City } from './decide-again.js';
import type { Ledger } from './ledger.js';
import type { ClosedYears } from './years.js';
import type { Findings } from './findings.js';
import type { ServiceDates } from './service-dates.js';

export interface StoryTools {
  readonly city: City;
  readonly ledger: Ledger;
  readonly dates: ServiceDates;
  readonly findings: Findings;
  readonly closed: ClosedYears;
}
