import { areaCodesOn, AreaReach } from '@doorstep/auth';
import type { DatedPlace } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';

const PLACES = `SELECT value -> 'place' AS place, valid_from::text AS "from", valid_to::text AS "to" FROM person_fact
  WHERE person_id = $1 AND kind IN ('hukou', 'residence') AND retracted_at IS NULL`;

type Place = Omit<DatedPlace, 'from' | 'to'>;

@Injectable()
export class SqlAreaReach extends AreaReach {
  constructor(
    private readonly transactions: Transactions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  protected override async areasOf(personId: string): Promise<string[]> {
    const rows = await this.transactions.read((tx) =>
      tx.query<{ place: Place; from: string; to: string | null }>(PLACES, [personId]),
    );
    const places = rows.map(({ place, from, to }) => ({ ...place, from, to }));
    return areaCodesOn(places, shanghaiDate(this.clock.now()));
  }
}
