import type { Words } from '../language/rules.js';

export interface ReasonText {
  /** For tables. */
  readonly label: Words;
  /** Said to the elder after the amounts, a plain clause without a full stop. */
  readonly elder: Words;
}

const text = (zh: string, en: string, elderZh: string, elderEn: string): ReasonText => ({
  label: { zh, en },
  elder: { zh: elderZh, en: elderEn },
});

/** Every released reason code. A released code never changes its meaning; a pack may add codes of its own with texts. */
export const REASON_TEXTS: Readonly<Record<string, ReasonText>> = {
  OK: text('符合规定', 'as the rules say', '', ''),
  DUP_PERIOD: text(
    '同餐次已享受',
    'meal period taken',
    '这一餐今天已经补贴过了',
    'this meal of today has been subsidised already',
  ),
  NO_WALLET: text(
    '卡内无可用额度',
    'no money on the card',
    '您的卡里没有可用的补贴',
    'there is no benefit money on your card',
  ),
  WALLET_SHORT: text(
    '卡内额度不足',
    'card too low',
    '卡里剩下的补贴不够，用完了',
    'the rest of the benefit money on your card was used up',
  ),
  MONTH_MEALS_CAP: text(
    '本月次数用完',
    'monthly number reached',
    '这个月的补贴次数用完了',
    'this month’s number of subsidised meals is used up',
  ),
  MONTH_MONEY_CAP: text(
    '本月金额用完',
    'monthly amount reached',
    '这个月的补贴金额用完了',
    'this month’s amount is used up',
  ),
  WEEK_CAP: text(
    '本周次数用完',
    'weekly number reached',
    '这个星期的补贴次数用完了',
    'this week’s number of subsidised meals is used up',
  ),
  DAY_CAP: text('当日次数用完', 'daily number reached', '今天的补贴已经用过了', 'today’s subsidy has been used'),
  BUDGET_EXHAUSTED: text('资金池用尽', 'pool exhausted', '今年的补贴资金用完了', 'this year’s money has run out'),
  BUDGET_RESERVED: text(
    '余款留给重点对象',
    'rest kept for class 1',
    '剩下的资金要留给更困难的老人',
    'the money left is kept for those in greater need',
  ),
  HUKOU: text(
    '户籍不符',
    'hukou elsewhere',
    '您的户口不在本地，按规定没有补贴',
    'your household registration is elsewhere',
  ),
  NOT_RESIDENT: text('居住地不符', 'does not live here', '您登记的住址不在本地', 'your registered home is elsewhere'),
  SITE_NOT_COVERED: text(
    '站点不在范围',
    'site not covered',
    '您的补贴不能在这家用',
    'your subsidy does not hold at this place',
  ),
  NOT_ENROLLED: text(
    '未登记或待审批',
    'not enrolled or pending',
    '您的申请还没有批下来',
    'your application has not been approved yet',
  ),
  UNVERIFIED: text(
    '身份待核实',
    'not checked yet',
    '您的身份还没有核实，核实后再看能不能补',
    'nobody has checked yet who you are; after that you may get a subsidy',
  ),
  CATEGORY: text(
    '不在补贴对象范围',
    'not in a subsidised group',
    '按年龄和类别，您还不在补贴范围内',
    'by age and category you are not in a subsidised group',
  ),
  IN_INSTITUTION: text(
    '入住机构期间',
    'lives in an institution',
    '您登记住在养老机构，期间停发补贴',
    'you are registered as living in a care home',
  ),
  IN_HOSPITAL: text(
    '住院期间',
    'in hospital',
    '您登记正在住院，期间停发补贴',
    'you are registered as being in hospital',
  ),
  DECEASED: text(
    '已故',
    'deceased',
    '登记信息显示本人已去世，请到社区核对',
    'the register says that this person has died; please have it checked',
  ),
  NOT_WORKDAY: text(
    '非工作日',
    'not a working day',
    '今天不是工作日，没有补贴',
    'there is no subsidy on days that are not working days',
  ),
  NOT_WEEKDAY: text('周末', 'weekend', '周末没有补贴', 'there is no subsidy at weekends'),
  HOLIDAY: text('节假日', 'public holiday', '节假日没有补贴', 'there is no subsidy on public holidays'),
  PERIOD_NOT_COVERED: text(
    '餐次不补贴',
    'meal period not covered',
    '这一餐次不在补贴范围',
    'this meal of the day is not covered',
  ),
  BELOW_STANDARD_MEAL: text(
    '低于标准餐价',
    'below the standard meal',
    '这份餐低于标准餐的价格',
    'the meal is cheaper than the standard meal',
  ),
  BELOW_THRESHOLD: text(
    '未满起补金额',
    'below the threshold',
    '消费金额还没到补贴的起点',
    'the bill is below the amount from which there is a subsidy',
  ),
  DINE_IN_ONLY: text('限堂食', 'dine-in only', '补贴只给堂食', 'the subsidy is for eating in only'),
  MIN_SELF_PAY: text('自付下限', 'own share', '按规定自己至少要付一点', 'a small part must be paid by yourself'),
  ABILITY_LEVEL: text(
    '能力等级不符',
    'ability level',
    '按评估等级，您还不能用消费券',
    'by your assessed level there is no voucher',
  ),
  NO_VOUCHER: text('尚未发券', 'no voucher issued', '您还没有领到消费券', 'no voucher has been issued to you yet'),
  VOUCHER_SHORT: text(
    '券额不足',
    'voucher too low',
    '这个月的消费券剩下的不够，用完了',
    'the rest of this month’s voucher was used up',
  ),
  VOUCHER_EMPTY: text('券额用完', 'voucher used up', '这个月的消费券用完了', 'this month’s voucher is used up'),
  SCHEME_NOT_STARTED: text('政策未开始', 'scheme not started', '这项政策还没有开始', 'the scheme has not begun yet'),
  SCHEME_ENDED: text('政策已结束', 'scheme ended', '这项政策已经结束', 'the scheme has ended'),
  MEAL_IN_DAYCARE: text(
    '日照已含餐',
    'meal included in day care',
    '今天的午饭已经包含在日间照料里',
    'today’s lunch is part of your day of care',
  ),
  FACTS_MISSING: text(
    '资料未到',
    'facts missing',
    '您的资料还没有登记齐，补齐后会重新计算',
    'your data are not complete yet; it will be worked out again',
  ),
  CALENDAR_MISSING: text(
    '缺节假日历',
    'calendar missing',
    '今年的节假日安排还没有录入',
    'this year’s calendar of holidays is missing',
  ),
};

export function reasonText(code: string, own?: ReadonlyMap<string, Words>): ReasonText {
  const special = own?.get(code);
  const known = REASON_TEXTS[code];
  if (special) return { label: known?.label ?? special, elder: special };
  return (
    known ?? {
      label: { zh: code, en: code },
      elder: { zh: '具体原因请问工作人员', en: 'please ask the staff for the reason' },
    }
  );
}
