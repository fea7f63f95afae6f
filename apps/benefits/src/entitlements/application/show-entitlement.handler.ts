import type { CapView, EntitlementView } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { NotFoundError, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { capUsageOn } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince } from '../../claims/application/claim-scope.js';
import type { ClaimWorld } from '../../claims/domain/claim-world.js';
import type { PersonFile } from '../../claims/domain/person-file.js';
import { pastClaims } from '../../claims/domain/person-file.js';

/** What a person may have on a day: her lots and vouchers, what is left under each cap, and which meals are taken. */
@Injectable()
export class ShowEntitlementHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly batch: ClaimBatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(personId: string, wanted: LocalDate | undefined): Promise<EntitlementView> {
    const now = this.clock.now();
    const on = wanted ?? shanghaiDate(now);
    const scope = { personIds: [personId], originIds: [], claimsSince: claimsSince([on], now) };
    return this.transactions.read((tx) =>
      this.batch.whatIf(tx, scope, (world) => {
        const file = world.files.get(personId);
        if (!file?.facts) throw new NotFoundError('CLAIM.PERSON_NOT_FOUND', 'no such person');
        return {
          personId,
          on,
          allowances: file.wallet.offered.filter(({ expiresOn }) => expiresOn >= on),
          caps: capsOf(world, file, on),
          taken: file
            .counting()
            .flatMap(({ slot, siteId, claimId, serviceDate }) =>
              slot === null || serviceDate !== on ? [] : [{ mealPeriod: slot, siteId, claimId }],
            ),
        };
      }),
    );
  }
}

/** Of every meal pack in use, once. */
function capsOf({ rules }: ClaimWorld, file: PersonFile, date: LocalDate): CapView[] {
  const { facts } = file;
  if (!facts) return [];
  const claims = pastClaims(file.counting());
  const sites = new Map([...rules.sites.values()].map((site) => [site.mealPackId, site.facts]));
  return [...sites].flatMap(([packId, site]) => {
    const pack = packId === null ? undefined : rules.packs.get(packId);
    if (!pack) return [];
    const caps = capUsageOn({ packs: [pack], facts, claims, calendar: rules.calendar, site, date });
    return caps.map((cap) => ({ ...cap, left: Math.max(0, cap.most - cap.used) }));
  });
}
