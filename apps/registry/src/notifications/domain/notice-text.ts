import { shanghaiTime } from '@doorstep/kernel';
import type { NoticeKind, NoticeSubject } from './notice.js';

const PERIODS: Readonly<Record<string, string>> = { breakfast: '早餐', lunch: '午餐', dinner: '晚餐' };

const TEXTS: Readonly<Record<NoticeKind, (about: NoticeSubject) => string>> = {
  order_cancelled_by_site: ({ date, mealPeriod }) =>
    `${date ?? ''}${PERIODS[mealPeriod ?? ''] ?? '餐次'}因食堂停餐已取消,费用不收取。`,
  delivery_failed: ({ date }) => `${date ?? ''}的餐送到时无人应门,请与食堂联系。`,
  order_cut_off_near: ({ date, mealPeriod }) =>
    `${date ?? ''}${PERIODS[mealPeriod ?? ''] ?? '餐次'}即将截止订餐,如需用餐请尽快预订。`,
  waitlist_offer: ({ date, until }) =>
    `${date ?? ''}的日间照料有空位,为您保留至${until === undefined ? '' : shanghaiTime(new Date(until))},请尽快确认。`,
  booking_cancelled_by_centre: ({ date }) => `${date ?? ''}的日间照料因中心原因已取消。`,
  money_lapsing: ({ date }) => `有一笔补贴额度将于${date ?? '近期'}到期,请及时使用。`,
  clarification_asked: ({ date }) => `申请需要补充说明,请于${date ?? '近期'}前办理。`,
  application_decided: () => '申请已有结果,请在服务点或手机上查看。',
  renewal_due: ({ date }) => `资格将于${date ?? '近期'}到期,请办理续期。`,
};

/** The words of a message: no name, no number, no health matter; whoever reads over the shoulder learns little. */
export function noticeText(kind: NoticeKind, about: NoticeSubject): string {
  return `【家门口】${TEXTS[kind](about)}咨询请拨12349。`;
}
