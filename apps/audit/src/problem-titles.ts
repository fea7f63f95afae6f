import type { Title } from '@doorstep/observability';

/** What people read when the audit log refuses something. */
export const problemTitles: Readonly<Record<string, Title>> = {
  'AUDIT.EVENT_NOT_FOUND': { zh: '日志中没有这条事件', en: 'The log holds no such event' },
  'AUDIT.SOURCE_NOT_FOUND': { zh: '没有这个事件来源', en: 'There is no such source' },
  'AUDIT.CURSOR_INVALID': { zh: '翻页标记无效', en: 'The cursor was not made by this list' },
  'AUDIT.RANGE_INVALID': { zh: '范围为空', en: 'The range is empty' },
  'AUDIT.TOO_MUCH_AT_ONCE': { zh: '一次查询的事件太多，请缩小范围', en: 'Too many events for one question; narrow it' },
  'AUDIT.TOO_MANY_BARS': { zh: '时间跨度太大，请换更粗的分组', en: 'Too many bars; take a coarser bucket' },
  'AUDIT.SAVED_QUERY_NOT_FOUND': { zh: '没有这个已保存的查询', en: 'There is no such saved query' },
  'AUDIT.TOO_MANY_SAVED_QUERIES': { zh: '已保存的查询过多', en: 'You have saved too many queries' },
  'AUDIT.RULE_NOT_FOUND': { zh: '没有这条规则', en: 'There is no such rule' },
  'AUDIT.RUN_NOT_FOUND': { zh: '没有这次运行', en: 'There is no such run' },
  'AUDIT.RULE_NOT_IN_FORCE': {
    zh: '该规则没有覆盖整个时间范围的版本',
    en: 'No version of the rule holds for the whole range',
  },
  'AUDIT.RULE_PARAMETER': { zh: '规则参数不存在或超出范围', en: 'A parameter of the rule is unknown or out of range' },
  'AUDIT.EXPORT_TOO_LARGE': { zh: '导出的事件过多，请缩小范围', en: 'Too many events for one export; narrow it' },
  'AUDIT.EXPORTS_BUSY': { zh: '其他导出正在进行，请稍后再试', en: 'Other exports are running; try again later' },
  'LOG.FILE_NOT_FOUND': { zh: '公开日志中没有这个文件', en: 'The public log has no such file' },
  'AUDIT.RECORD_NOT_FOUND': { zh: '日志中没有这条记录', en: 'The log holds no such record' },
  'AUDIT.RECEIPT_NOT_FOUND': { zh: '这笔交易尚未入日志', en: 'Nothing of this sale is in the log yet' },
};
