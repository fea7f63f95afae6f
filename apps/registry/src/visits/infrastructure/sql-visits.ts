import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { OrderedMeal, Visit } from '../application/visits.port.js';
import { Visits } from '../application/visits.port.js';

const RECORD = `INSERT INTO person_site (person_id, site_id, last_on)
  SELECT visit.person_id, visit.site_id, max(visit.last_on)
  FROM unnest($1::uuid[], $2::text[], $3::date[]) AS visit (person_id, site_id, last_on)
  JOIN person ON person.person_id = visit.person_id AND person.erased_at IS NULL
  GROUP BY visit.person_id, visit.site_id ORDER BY visit.person_id, visit.site_id
  ON CONFLICT (person_id, site_id) DO UPDATE SET last_on = EXCLUDED.last_on WHERE person_site.last_on < EXCLUDED.last_on`;
const ORDERED = `INSERT INTO person_order (order_id, person_id, site_id, service_on, meal_period)
  SELECT meal.* FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $6::text[])
    AS meal (order_id, person_id, site_id, service_on, meal_period)
  JOIN person ON person.person_id = meal.person_id AND person.erased_at IS NULL
  WHERE meal.service_on >= $5::date
  ON CONFLICT (order_id) DO NOTHING`;
/** A portion at a time: each batch leaves less behind than it brings. */
const FORGET_DAYS = `DELETE FROM person_order WHERE order_id IN
  (SELECT order_id FROM person_order WHERE service_on < $1::date ORDER BY service_on LIMIT 1000)`;

@Injectable()
export class SqlVisits extends Visits {
  async record(tx: Tx, visits: readonly Visit[]): Promise<void> {
    await tx.query(RECORD, [
      sqlArray(visits.map((visit) => visit.personId)),
      sqlArray(visits.map((visit) => visit.siteId)),
      sqlArray(visits.map((visit) => visit.on)),
    ]);
  }

  async ordered(tx: Tx, meals: readonly OrderedMeal[], today: string): Promise<void> {
    await tx.query(FORGET_DAYS, [today]);
    await tx.query(ORDERED, [
      sqlArray(meals.map((meal) => meal.orderId)),
      sqlArray(meals.map((meal) => meal.personId)),
      sqlArray(meals.map((meal) => meal.siteId)),
      sqlArray(meals.map((meal) => meal.on)),
      today,
      sqlArray(meals.map((meal) => meal.mealPeriod)),
    ]);
  }

  async calledOff(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM person_order WHERE order_id = ANY($1::uuid[])', [orderIds]);
  }
}
