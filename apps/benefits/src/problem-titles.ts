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
  'POLICY.NOT_FOUND': { zh: '没有这个政策版本', en: 'There is no such rule version' },
  'POLICY.STATE': { zh: '该政策版本目前的状态不允许这样做', en: 'The rule version is not in a state for this' },
  'POLICY.SAME_PERSON': { zh: '起草人或提交人不能审批，请由另一人审批', en: 'Somebody else must approve it' },
  'POLICY.APPROVER_NEEDED': {
    zh: '生效的政策版本须由提交人以外的审批人撤回',
    en: 'An approver other than the proposer must withdraw it',
  },
  'POLICY.RULE_VERSION_USED': { zh: '该版本号已使用过', en: 'This version number was used before' },
  'POLICY.LEAVES_GAP': { zh: '之后的日期将没有政策可用', en: 'Later days would have no rules' },
  'POLICY.DOCUMENT_TOO_LARGE': { zh: '政策文件过大', en: 'The document is too large' },
  'POLICY.PACK_INVALID': { zh: '政策文件有错误', en: 'The policy document has errors' },
  'FINANCE.ALREADY_DECIDED': { zh: '已经有了决定', en: 'This is decided already' },
  'FINANCE.PROPOSAL_EXISTS': {
    zh: '另有待确认的提议，或同日已有生效的记录',
    en: 'There is another proposal, or one confirmed for the same day',
  },
  'PAYEE.NOT_FOUND': { zh: '没有这个收款账户或预算科目', en: 'There is no such account or budget item' },
  'PAYMENT.BATCH_NOT_FOUND': { zh: '没有这个付款批次', en: 'There is no such payment batch' },
  'PAYMENT.STATEMENT_NOT_READY': {
    zh: '结算单未审批、已在付款中或已付清',
    en: 'A statement is not approved, or is on its way or paid already',
  },
  'PAYMENT.PAYEE_MISSING': { zh: '站点没有已确认的收款账户', en: 'A site has no confirmed account on that day' },
  'PAYMENT.BUDGET_ITEM_MISSING': {
    zh: '政策没有已确认的预算科目',
    en: 'A policy has no confirmed budget item on that day',
  },
  'PAYMENT.LINE_NOT_FOUND': { zh: '回单里有不属于该批次的明细', en: 'A result names a line that is not in this batch' },
  'PAYMENT.RESULT_DIFFERS': {
    zh: '同一明细已有不同的回单结果',
    en: 'Another result was recorded for the same line',
  },
  'LEDGER.ACCOUNT_NOT_FOUND': { zh: '没有这个账户', en: 'There is no such account' },
  'HTTP.CURSOR_INVALID': {
    zh: '翻页标记无效，请从第一页开始',
    en: 'The cursor is not usable; start at the first page',
  },
};
