import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { expect, it } from '@jest/globals';
import type { PlannedNotice } from '../src/notifications/domain/notice.js';
import { OpenDays } from '../src/notifications/application/open-days.js';
import type { SiteRepository } from '../src/sites/application/site.repository.port.js';
import type { SiteTerms } from '../src/sites/application/site-terms.port.js';

const site = (siteId: string, more = {}) => ({ siteId, siteKind: 'canteen', active: true, ...more });
const sites = [site('puya'), site('minfeng'), site('gone', { active: false })];
const closure = {
  ...{ termId: 't1', siteId: 'puya', version: 1, series: 'closure/t1' },
  ...{ from: localDate('2026-12-04'), to: localDate('2026-12-06'), term: { kind: 'closure', reason: 'repair' } },
};
const openDays = new OpenDays(
  { findMany: async () => sites } as unknown as SiteRepository,
  { of: async () => [closure] } as unknown as SiteTerms,
);

const planned = (siteId: string | undefined, date: string, kind: PlannedNotice['kind'] = 'order_cut_off_near') => ({
  ...{ personId: 'p', kind, onceKey: `${siteId} ${date}`, dueOn: localDate('2026-12-04') },
  about: { ref: 'meal', date, ...(siteId !== undefined && { siteId }) },
});

it('reminds nobody of a meal for a day on which the canteen stays shut; everything else is told', async () => {
  const told = [
    planned('puya', '2026-12-06'),
    planned('minfeng', '2026-12-04'),
    planned('puya', '2026-12-04', 'order_cancelled_by_site'),
    planned(undefined, '2026-12-04', 'money_lapsing'),
  ];
  const untold = [planned('puya', '2026-12-04'), planned('puya', '2026-12-05'), planned('gone', '2026-12-20')];
  expect(await openDays.only({} as Tx, [...untold, ...told])).toEqual(told);
});
