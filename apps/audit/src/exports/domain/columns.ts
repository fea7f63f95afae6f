/** What a column of an export is called and means: the header of the CSV and the data dictionary are made of this one list. */
export interface Column {
  readonly name: string;
  readonly zh: string;
  readonly meaning: string;
  readonly kind: 'text' | 'number';
}

const text = <Name extends string>(name: Name, zh: string, meaning: string) =>
  ({ name, zh, meaning, kind: 'text' }) as const;
const fen = <Name extends string>(name: Name, zh: string, meaning: string) =>
  ({ name, zh, meaning, kind: 'number' }) as const;

export const COLUMNS = [
  text('journalIndex', '日志序号', 'place in the order of arrival, from 0 without gaps'),
  text('leafIndex', '公开日志序号', 'place in the public log; empty for a record that has no number'),
  text('id', '事件编号', 'UUID of the event'),
  text('time', '事件时间', 'RFC 3339, UTC'),
  text('receivedAt', '入日志时间', 'RFC 3339, UTC'),
  text('type', '事件类型', 'name and version of the event; docs/events.md says what it holds'),
  text('topic', '主题', 'Kafka topic'),
  text('source', '来源', 'service, shard and epoch that numbered the event'),
  text('sequence', '来源内序号', 'number of the event within its source, from 1 without gaps'),
  text('actor', '操作人', 'pseudonymous account: kind and subject'),
  text('personId', '人员编号', 'pseudonymous id of the person; names are in the registry only'),
  text('siteId', '站点', 'code of the canteen or day-care centre'),
  text('serviceDate', '服务日期', 'business date in Asia/Shanghai'),
  text('mealPeriod', '餐次', 'breakfast, lunch or dinner'),
  text('subjectId', '订单或预约编号', 'UUID'),
  text('claimId', '补贴编号', 'UUID'),
  text('reason', '原因代码', 'reason or cause that the event names'),
  fen('amountFen', '金额（分）', 'public money of a claim, price of an order, money of a payment; 1/100 yuan'),
  fen('subsidyFen', '补贴（分）', 'subsidy that was quoted or decided; 1/100 yuan'),
  text('correlationId', '关联编号', 'the same in all events that one request led to'),
  text('problem', '记录问题', 'why the record could not be taken as it is; empty for a good one'),
  text('altered', '被改动', 'altered: the row was changed in the database after it was journalled; empty otherwise'),
] as const satisfies readonly Column[];
export type ColumnName = (typeof COLUMNS)[number]['name'];
