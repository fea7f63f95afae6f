import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Conditions } from '../../explorer/infrastructure/fact-conditions.js';
import { conditionsOf } from '../../explorer/infrastructure/fact-conditions.js';
import { knownPlaces } from '../../explorer/infrastructure/known-places.js';
import type { Population } from '../application/population.port.js';
import { PopulationReader } from '../application/population.port.js';
import type { DrawnItem } from '../application/sample-store.port.js';
import type { StratumSize } from '../domain/allocation.js';

const WHOLE = 'all';
const WITH_SITE = 'LEFT JOIN journal_site AS site USING (site_id)';

type ItemRow = Omit<DrawnItem, 'amountFen'> & { readonly amountFen: string };

/** The items of a population, with the part in which each lies. */
interface Parts {
  readonly where: Conditions;
  readonly stratum: string;
  readonly join: string;
}

@Injectable()
export class SqlPopulation extends PopulationReader {
  async strata(tx: Tx, population: Population, limit: number): Promise<StratumSize[]> {
    const { where, stratum, join } = await partsOf(tx, population);
    const rows = await tx.query<{ stratum: string; items: string; value: string; spread: number }>(
      `SELECT ${stratum} AS stratum, count(*) AS items, sum(coalesce(f.amount_fen, 0)) AS value,
        coalesce(stddev_samp(coalesce(f.amount_fen, 0)), 0)::float8 AS spread
      FROM journal_fact AS f ${join} ${where.where} GROUP BY 1 ORDER BY 1 LIMIT ${where.value(limit)}`,
      where.values,
    );
    return rows.map(({ stratum: name, items, value, spread }) => ({
      ...{ stratum: name, items: Number(items), valueFen: Number(value), spreadFen: spread },
    }));
  }

  /** Each item's place is SHA-256(seed || ":" || journal index): whoever has the population can draw the same sample. */
  async draw(tx: Tx, population: Population, seed: string, sizes: ReadonlyMap<string, number>): Promise<DrawnItem[]> {
    const { where, stratum, join } = await partsOf(tx, population);
    const [sown, names, counts] = [where.value(seed), where.value([...sizes.keys()]), where.value([...sizes.values()])];
    const rows = await tx.query<ItemRow>(
      `SELECT journal_index AS "journalIndex", event_id AS "eventId", stratum, amount AS "amountFen" FROM (
        SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY place, journal_index) AS rank FROM (
          SELECT f.journal_index, f.event_id, coalesce(f.amount_fen, 0) AS amount, ${stratum} AS stratum,
            sha256(convert_to(${sown} || ':' || f.journal_index, 'UTF8')) AS place
          FROM journal_fact AS f ${join} ${where.where}) AS placed) AS ranked
      JOIN unnest(${names}::text[], ${counts}::integer[]) AS wanted (stratum, items) USING (stratum)
      WHERE rank <= wanted.items ORDER BY journal_index`,
      where.values,
    );
    return rows.map(itemFrom);
  }

  async drawMoney(
    tx: Tx,
    population: Population,
    { intervalFen, startFen, limit }: { intervalFen: number; startFen: number; limit: number },
  ): Promise<DrawnItem[]> {
    const { where } = await partsOf(tx, population);
    const [interval, start] = [`${where.value(intervalFen)}::bigint`, `${where.value(startFen)}::bigint`];
    // Fen are numbered from 0 through all items; selected are the start and every further interval.
    const upTo = (fen: string): string => `(${fen} - 1 - ${start} + ${interval}) / ${interval}`;
    const rows = await tx.query<ItemRow>(
      `SELECT journal_index AS "journalIndex", event_id AS "eventId", '${WHOLE}' AS stratum, amount AS "amountFen" FROM (
        SELECT f.journal_index, f.event_id, f.amount_fen AS amount,
          sum(f.amount_fen) OVER (ORDER BY f.journal_index)::bigint AS through
        FROM journal_fact AS f ${where.where} AND f.amount_fen > 0) AS counted
      WHERE ${upTo('through')} > ${upTo('(through - amount)')} ORDER BY journal_index LIMIT ${where.value(limit)}`,
      where.values,
    );
    return rows.map(itemFrom);
  }
}

async function partsOf(tx: Tx, { filter, snapshot, design }: Population): Promise<Parts> {
  const where = conditionsOf(filter, snapshot, await knownPlaces(tx, filter));
  if (design.kind !== 'stratified') return { where, stratum: `'${WHOLE}'::text`, join: '' };
  switch (design.by) {
    case 'amount': {
      const bounds = where.value(design.bounds);
      // Two digits, so that strata stand in the order of their amounts.
      const number = `lpad(width_bucket(f.amount_fen, ${bounds}::bigint[])::text, 2, '0')`;
      return { where, stratum: `coalesce(${number}, 'none')`, join: '' };
    }
    case 'site':
      return { where, stratum: `coalesce(f.site_id, 'none')`, join: '' };
    case 'town':
    case 'district':
      return { where, stratum: `coalesce(site.${design.by}, 'none')`, join: WITH_SITE };
  }
}

function itemFrom({ amountFen, ...row }: ItemRow): DrawnItem {
  return { ...row, amountFen: Number(amountFen) };
}
