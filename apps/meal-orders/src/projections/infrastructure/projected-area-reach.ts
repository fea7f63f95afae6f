import { areaCodesOn, AreaReach } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { personFactsOf } from '../application/person-facts.js';
import { Projections } from '../application/projections.port.js';

@Injectable()
export class ProjectedAreaReach extends AreaReach {
  constructor(
    private readonly transactions: Transactions,
    private readonly projections: Projections,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  protected override async areasOf(personId: string): Promise<string[]> {
    const stored = await this.transactions.read((tx) => this.projections.factsOf(tx, [personId]));
    const { hukou, livesIn } = personFactsOf(stored.get(personId) ?? []);
    return areaCodesOn([...hukou, ...livesIn], shanghaiDate(this.clock.now()));
  }
}
