import { Module } from '@nestjs/common';
import { BudgetsModule } from './budgets/budgets.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { EntitlementsModule } from './entitlements/entitlements.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FindingRequestsModule } from './finding-requests/finding-requests.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { PayeesModule } from './payees/payees.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PeopleModule } from './people/people.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { RefundsModule } from './refunds/refunds.module.js';
import { SimulationsModule } from './simulations/simulations.module.js';
import { SitesModule } from './sites/sites.module.js';
import { StatementsModule } from './statements/statements.module.js';
import { OpeningModule } from './opening/opening.module.js';
import { VouchersModule } from './vouchers/vouchers.module.js';
import { YearsModule } from './years/years.module.js';

@Module({
  imports: [
    PoliciesModule,
    SimulationsModule,
    CalendarModule,
    SitesModule,
    PeopleModule,
    EvidenceModule,
    ClaimsModule,
    CorrectionsModule,
    FindingRequestsModule,
    EntitlementsModule,
    RefundsModule,
    BudgetsModule,
    LedgerModule,
    YearsModule,
    OpeningModule,
    StatementsModule,
    PayeesModule,
    PaymentsModule,
    GrantsModule,
    VouchersModule,
  ],
})
export class AppModule {}
