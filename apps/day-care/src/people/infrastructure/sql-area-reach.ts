import { areaCodesOn, AreaReach } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { People } from '../application/people.port.js';

@Injectable()
export class SqlAreaReach extends AreaReach {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  protected override async areasOf(personId: string): Promise<string[]> {
    const places = await this.transactions.read((tx) => this.people.placesOf(tx, personId));
    return areaCodesOn(places, shanghaiDate(this.clock.now()));
  }
}
