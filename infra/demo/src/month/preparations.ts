import type { PolicyDetail, PolicySummary } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { inParallel } from '../parallel.js';
import {
  ADMINISTRATOR,
  APPROVER,
  AUTHOR,
  CHECKER,
  CLERK,
  MAKER,
  passwordOf,
  tillAssignments,
  tillOf,
} from './actors.js';
import type { MonthDesk } from './desk.js';
import { cityCsv, DISTRICTS, PACK_OF, SITES } from './month-city.js';
import type { MonthScript } from './script.js';

const WIDTH = 12;
/** Half-yuan by half-yuan a pool is put together by city and district. */
const POOL_FEN = 100_000_000;
const LOSSES_FEN = 10_000_000;
const CHANGED_PACK = PACK_OF.zhongyuan;
const FUNDERS_OF: Readonly<Record<string, readonly string[]>> = {
  [PACK_OF.dongyuan]: ['town'],
  [PACK_OF.zhongyuan]: ['city', 'district'],
  [PACK_OF.xiyuan]: ['city', 'district'],
};

export const LOSS_FUNDER = 'city';

/** The first morning: a city is imported, menus and pools are opened, accounts and new rules are decided by two people. */
export class Preparations {
  constructor(
    private readonly desk: MonthDesk,
    private readonly script: MonthScript,
  ) {}

  async play(): Promise<void> {
    const { desk, script } = this;
    const { plan, elders } = script;
    const csv = cityCsv(elders, `${plan.month}-01`);
    await desk.post(CLERK, '/registry/v1/imports', csv, { contentType: 'text/csv' });
    await this.tillStaff();
    await desk.quiet();
    desk.say(
      `${elders.length} fictional elders, ${SITES.length} canteens, ${DISTRICTS.length} districts, each with its own rules`,
    );
    await this.budgets();
    await this.payees();
    await this.menus();
    await this.newRules();
    await desk.quiet();
  }

  /** An administrator gives whoever stands at a till an account, and the registry the place where they work. */
  private async tillStaff(): Promise<void> {
    const sites = SITES.map(({ code }) => code);
    for (const subject of sites.map(tillOf))
      await this.desk.post(ADMINISTRATOR, '/identity/v1/accounts', { subject, password: passwordOf(subject) });
    for (const body of tillAssignments(sites, `${this.script.plan.month}-01`))
      await this.desk.post(ADMINISTRATOR, '/registry/v1/staff-assignments', body);
  }

  private async budgets(): Promise<void> {
    const { year } = this.script.plan;
    for (const district of DISTRICTS) {
      const packId = PACK_OF[district];
      const pool = { packId, area: district, year };
      const losses = [{ funder: LOSS_FUNDER, amountFen: LOSSES_FEN }];
      const wish = { ...pool, budgetId: uuidv7(), purpose: 'losses', funders: losses };
      await this.desk.onceKnown(() => this.desk.post(MAKER, '/benefits/v1/budgets', wish));
      if (packId !== CHANGED_PACK) continue;
      const funders = ['city', 'district'].map((funder) => ({ funder, amountFen: POOL_FEN / 2 }));
      await this.desk.post(MAKER, '/benefits/v1/budgets', { ...pool, budgetId: uuidv7(), funders });
    }
  }

  /** Proposed by one, confirmed by another: an account for each canteen, a budget item for each funder of a pack. */
  private async payees(): Promise<void> {
    const validFrom = `${this.script.plan.month}-01`;
    for (const [index, { code }] of SITES.entries()) {
      const account = { accountNumber: `62000000000000${String(index).padStart(4, '0')}`, bankCode: '000000000000' };
      const wish = { payeeAccountId: uuidv7(), siteId: code, holder: `演示食堂 ${code}`, ...account, validFrom };
      await this.decided('accounts', wish.payeeAccountId, wish);
    }
    for (const packId of Object.values(PACK_OF))
      // One for each funder of the pack, and one for whoever else pays: grants and losses of other funders.
      for (const [index, funder] of [undefined, ...(FUNDERS_OF[packId] ?? [])].entries()) {
        const codes = {
          functionCode: `208100${index + 1}`,
          economyCode: '30399',
          title: `演示补贴 ${funder ?? '其他'}`,
        };
        const wish = { budgetItemId: uuidv7(), packId, ...(funder && { funder }), ...codes, validFrom };
        await this.decided('budget-items', wish.budgetItemId, wish);
      }
  }

  private async decided(what: string, id: string, wish: object): Promise<void> {
    await this.desk.onceKnown(() => this.desk.post(MAKER, `/benefits/v1/payees/${what}`, wish));
    await this.desk.post(CHECKER, `/benefits/v1/payees/${what}/${id}/decision`, { decision: 'confirm' });
  }

  private async menus(): Promise<void> {
    const { menus, plan } = this.script;
    const periods = SITES.flatMap(({ code }) =>
      [...plan.days, plan.dayAfter].flatMap((day) => ['lunch', 'dinner'].map((period) => ({ code, day, period }))),
    );
    await inParallel(periods, WIDTH, async ({ code, day, period }) => {
      const path = `/meal-orders/v1/sites/${code}/menus/${day}/${period}`;
      const dishes = menus.get(code);
      await this.desk.onceKnown(() => this.desk.client.put(tillOf(code), path, { dishes, publish: true }));
    });
    this.desk.say(`${periods.length} menus are published`);
  }

  /** A yuan more at one schedule, ten more a month: drafted, proposed, approved by somebody else, in force from the middle of the month. */
  private async newRules(): Promise<void> {
    const { desk } = this;
    const { changeOn } = this.script.plan;
    const list = await desk.client.all<PolicySummary>(AUTHOR, `/benefits/v1/policies?packId=${CHANGED_PACK}`);
    const inForce = list.find(({ state }) => state === 'active');
    if (!inForce) throw new Error(`${CHANGED_PACK} is not in force`);
    const { document } = await desk.get<PolicyDetail>(AUTHOR, `/benefits/v1/policies/${inForce.policyId}`);
    const { policyId } = await desk.post<PolicyDetail>(AUTHOR, '/benefits/v1/policies', changed(document, changeOn), {
      contentType: 'application/yaml',
    });
    const path = `/benefits/v1/policies/${policyId}`;
    await desk.post(AUTHOR, `${path}/proposal`);
    await desk.refused(AUTHOR, `${path}/approval`);
    const approved = await desk.post<PolicyDetail>(APPROVER, `${path}/approval`);
    desk.say(`new rules are approved: version ${approved.ruleVersion} of ${CHANGED_PACK} from ${changeOn} on`);
  }
}

function changed(document: string, from: string): string {
  const replaced: readonly (readonly [string, string])[] = [
    ['ruleVersion: 1', 'ruleVersion: 2'],
    ['effective: { from: 2020-01-01 }', `effective: { from: ${from} }`],
    ['puya60: { unit: fen, value: 100, source: S12 }', 'puya60: { unit: fen, value: 200, source: design }'],
    ['monthCap: { unit: fen, value: 9000, source: design }', 'monthCap: { unit: fen, value: 10000, source: design }'],
  ];
  return replaced.reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`the rules in force do not say "${before}"`);
    return text.replace(before, after);
  }, document);
}
