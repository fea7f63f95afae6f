import type { Title } from '@doorstep/observability';

/** What people read when day care refuses something. */
export const problemTitles: Readonly<Record<string, Title>> = {
  'DAY_CARE.CENTRE_NOT_FOUND': { zh: '没有这家日托中心', en: 'There is no such day-care centre' },
  'DAY_CARE.CENTRE_CLOSED': { zh: '这家日托中心目前不营业', en: 'The centre is not in operation' },
  'DAY_CARE.SESSION_NOT_FOUND': { zh: '该日期未开放日托名额', en: 'The centre offers no places on this date' },
  'DAY_CARE.DATE_PASSED': { zh: '日期已过', en: 'The date is over' },
  'DAY_CARE.DATE_TOO_FAR': { zh: '日期太远,暂不开放', en: 'The date is too far ahead' },
  'DAY_CARE.PLACES_BELOW_BOOKED': { zh: '名额不能少于已预约人数', en: 'More places are taken than would be left' },
  'DAY_CARE.HOURS_EXCLUDE_BOOKINGS': { zh: '已有预约不在新的开放时间内', en: 'Bookings lie outside the new hours' },
  'DAY_CARE.RANGE_INVALID': { zh: '日期范围有误或过长', en: 'The range of dates is empty or too long' },
  'DAY_CARE.BOOKING_NOT_FOUND': { zh: '没有这条预约', en: 'There is no such booking' },
  'DAY_CARE.PERSON_NOT_FOUND': { zh: '没有找到这位老人', en: 'There is no such person' },
  'DAY_CARE.PERSON_UNKNOWN': { zh: '尚未登记这位老人,请稍后再试', en: 'The person is not registered yet' },
  'DAY_CARE.PERSON_DECEASED': { zh: '登记显示老人已去世', en: 'The person has died' },
  'DAY_CARE.IN_HOSPITAL': { zh: '该日期老人住院', en: 'The person is in hospital on this date' },
  'DAY_CARE.WRONG_STATE': { zh: '预约当前状态不允许此操作', en: 'The booking is in another state' },
  'DAY_CARE.STAY_NOT_OVER': { zh: '老人尚未签退', en: 'The person has not been checked out' },
  'DAY_CARE.INSURANCE_TOO_OFTEN': {
    zh: '保险支付金额更正次数过多',
    en: 'The insurance payment was entered too many times',
  },
  'DAY_CARE.BOOKING_ID_TAKEN': { zh: '预约编号已被使用', en: 'The id belongs to another booking' },
  'DAY_CARE.ALREADY_BOOKED': { zh: '老人当天已有预约', en: 'The person has a place on this date' },
  'DAY_CARE.SESSION_FULL': { zh: '当天名额已满', en: 'No place is free on this date' },
  'DAY_CARE.CUT_OFF_PASSED': { zh: '已过网上办理时间,请致电日托中心', en: 'The notice is too short; call the centre' },
  'DAY_CARE.OUTSIDE_HOURS': { zh: '不在开放时间内', en: 'The visit does not fit into the opening hours' },
  'DAY_CARE.TIME_NOT_PLAUSIBLE': { zh: '记录的时间有误', en: 'The recorded time cannot be right' },
  'DAY_CARE.CAUSE_NOT_ALLOWED': { zh: '只有日托中心可以选择此原因', en: 'Only the centre may give this cause' },
  'DAY_CARE.CENTRE_ONLY': { zh: '只有日托中心工作人员可以这样做', en: 'Only the staff of the centre may do this' },
  'DAY_CARE.CURSOR_INVALID': { zh: '翻页标记无效', en: 'The cursor was not made by this list' },
};
