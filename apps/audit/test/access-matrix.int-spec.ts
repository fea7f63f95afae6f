import { join } from 'node:path';
import { uuidv7 } from '@doorstep/kernel';
import type { MatrixRow, MatrixThings } from '@doorstep/testing';
import {
  AllowedRequests,
  badRequestsOf,
  eventually,
  routesOf,
  wrongObjects,
  wrongRefusals,
  wrongReuse,
  wrongRoles,
} from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';

interface Things extends MatrixThings {
  readonly orderId: string;
  readonly sequence: string;
}

/** Only for who has the whole city. */
const CITY: MatrixRow<Things> = { of: 'city' };
const SOURCE = 'meal-orders/0/77';
/** What was looked at is journalled and searched a moment later. */
const MOVING = ['journal', 'journal_fact', 'journal_key', 'journal_reference', 'journal_stream', 'log_checkpoint'];

const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  evidence_list: { of: 'person', ask: ({ orderId }) => ({ url: `/v1/evidence?orderId=${orderId}` }), foreign: 'empty' },
  evidence_one: { of: 'person', ask: ({ sequence }) => ({ url: `/v1/records/${SOURCE}/${sequence}` }) },
  receipts_show: { of: 'open' },
  events_get: CITY,
  events_histogram: CITY,
  events_list: CITY,
  events_totals: CITY,
  exports_events: CITY,
  exports_progress: CITY,
  joins_join: CITY,
  joins_one: CITY,
  lookUps_list: CITY,
  paperExports_export: CITY,
  papers_list: CITY,
  papers_one: CITY,
  papers_open: CITY,
  papers_write: CITY,
  parkedKeys_dismiss: CITY,
  parkedKeys_list: CITY,
  parkedKeys_retry: CITY,
  records_list: CITY,
  repairs_feed: CITY,
  retention_list: CITY,
  retention_run: CITY,
  rules_ask: CITY,
  rules_hits: CITY,
  rules_rules: CITY,
  rules_run: CITY,
  rules_runs: CITY,
  samples_ask: CITY,
  samples_check: CITY,
  samples_items: CITY,
  samples_list: CITY,
  samples_one: CITY,
  samples_projection: CITY,
  samples_sizeOf: CITY,
  savedQueries_list: CITY,
  savedQueries_one: CITY,
  savedQueries_save: CITY,
  sources_list: CITY,
  timelines_page: CITY,
};
const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json')).map((route) => [route.operation, route] as const);

describe('who may do what with whose', () => {
  let world: AuditWorld;
  const thingsOf = (siteId: string, sequence: string): Things => ({
    ...{ siteId, sequence, personId: uuidv7(), area: 'nowhere', orderId: uuidv7() },
  });
  const mine = thingsOf('puya', '1');
  const foreign = thingsOf('minfeng', '2');

  beforeAll(async () => {
    world = await openAudit();
    const placed = ({ sequence, personId, orderId }: Things) =>
      recordOf({
        ...{ source: SOURCE, sequence: Number(sequence), key: personId, type: 'meal-orders.meal-order.placed.v1' },
        data: { orderId, personId, grossFen: 1500 },
      });
    await world.put(placed(mine), placed(foreign));
    await eventually(async () => (await world.get(`/v1/records/${SOURCE}/2`)).json().proof !== undefined);
  });
  afterAll(() => world.close());

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(([operation]) => operation).sort());
  });

  it.each(ROUTES)('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(world, route)).toEqual([]);
  });

  it.each(ROUTES)('%s: own and foreign', async (name, route) => {
    expect(await wrongObjects(world, route, ROWS[name] as MatrixRow<Things>, { mine, foreign })).toEqual([]);
  });

  it('every route refuses what its description forbids, and nothing is changed', async () => {
    const requests = badRequestsOf(join(import.meta.dirname, '../openapi.json'));
    expect(requests.length).toBeGreaterThan(300);
    expect(await wrongRefusals(world, requests, MOVING)).toEqual([]);
  });

  it('every POST refuses a key that was used for another request, and nothing is changed', async () => {
    const thingFirst = ['papers_write', 'samples_check'];
    const known = { from: '2026-10-01', to: '2026-11-01', id: 'cancelled-after-handover' };
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), known);
    expect(await wrongReuse(world, allowed, { thingFirst, moving: MOVING })).toEqual([]);
  });
});
