import type { Title } from '@doorstep/observability';

/** What people read when benefits refuses something. */
export const problemTitles: Readonly<Record<string, Title>> = {
  'CLAIM.NOT_FOUND': { zh: '没有这条补贴记录', en: 'There is no such claim' },
  'CLAIM.PERSON_NOT_FOUND': { zh: '没有找到这位老人', en: 'There is no such person' },
  'BUDGET.NOT_FOUND': { zh: '没有这笔预算', en: 'There is no such budget' },
  'BUDGET.EXISTS': { zh: '该政策、区域和年度已有预算，请追加', en: 'This budget is there already; raise it instead' },
  'BUDGET.RESERVE_TOO_LARGE': { zh: '预留金额超过预算总额', en: 'The reserve is larger than the budget' },
  'BUDGET.TOO_LARGE': { zh: '预算金额过大', en: 'The budget is too large' },
  'REFUND.MORE_THAN_DUE': { zh: '金额超过应退或应收', en: 'This is more than is due' },
  'ENTITLEMENT.DAY_TO_COME': { zh: '这一天还没有到', en: 'That day has not begun' },
  'CALENDAR.NOT_FOUND': { zh: '这一年的节假日安排尚未导入', en: 'The calendar of that year was not imported' },
  'CALENDAR.FOREIGN_DAY': { zh: '有日期不属于这一年', en: 'A day lies in another year' },
  'STATEMENT.NOT_FOUND': { zh: '没有这张结算单', en: 'There is no such statement' },
  'STATEMENT.SITE_NOT_FOUND': { zh: '没有这个站点', en: 'There is no such site' },
  'STATEMENT.PERIOD_KIND': { zh: '该站点的结算周期不是这种', en: 'This site is paid by another kind of period' },
  'STATEMENT.PERIOD_NOT_OVER': { zh: '结算期尚未结束', en: 'The period has not ended' },
  'STATEMENT.EXISTS': {
    zh: '该期或更晚的结算单已存在，或还有一张未审批',
    en: 'There is a statement of this or a later period, or one that is still open',
  },
  'STATEMENT.WRONG_STATE': { zh: '结算单当前状态不能这样操作', en: 'The statement is not in a state for this' },
  'FINANCE.SECOND_PERSON': { zh: '须由另一人办理', en: 'Another person has to do this' },
  'LEDGER.ACCOUNT_NOT_FOUND': { zh: '没有这个账户', en: 'There is no such account' },
  'HTTP.CURSOR_INVALID': {
    zh: '翻页标记无效，请从第一页开始',
    en: 'The cursor is not usable; start at the first page',
  },
};
