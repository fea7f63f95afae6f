/** One payment as it goes to the bank or the treasury; the only place where an account number is whole. */
export interface FileLine {
  readonly lineId: string;
  readonly number: number;
  readonly siteId: string;
  readonly period: string;
  readonly amountFen: number;
  readonly holder: string;
  readonly accountNumber: string;
  readonly bankCode: string;
  readonly parts: readonly FilePart[];
}

/** What one funder gives of it, under which items of the classification; results name its reference. */
export interface FilePart {
  readonly partId: string;
  readonly funder: string;
  readonly amountFen: number;
  readonly functionCode: string;
  readonly economyCode: string;
}

export interface FileBatch {
  readonly batchId: string;
  readonly payOn: string;
  readonly lines: number;
  readonly totalFen: number;
}

const END = '\r\n';

/** Fixed columns, counted in characters; docs/payments.md has the table. A head, one record a payment and one a part of it, and a tail. */
export function treasuryFile({ batchId, payOn, lines, totalFen }: FileBatch, items: readonly FileLine[]): string {
  const sums = `${digits(lines, 6)}${digits(totalFen, 15)}`;
  const day = payOn.replaceAll('-', '');
  const records = items.flatMap((item) => [
    [
      'D',
      digits(item.number, 6),
      item.lineId,
      digits(item.amountFen, 15),
      item.accountNumber.padEnd(32),
      item.bankCode,
      item.period.padEnd(7),
      item.siteId.padEnd(64),
      item.holder.padEnd(60),
    ].join(''),
    ...item.parts.map((part, index) => partRecord(item.number, index + 1, part)),
  ]);
  return [`H${batchId}${day}${sums}`, ...records, `T${sums}`].map((record) => `${record}${END}`).join('');
}

function partRecord(line: number, number: number, part: FilePart): string {
  const { partId, amountFen, functionCode, economyCode, funder } = part;
  return [
    'P',
    digits(line, 6),
    digits(number, 2),
    partId,
    digits(amountFen, 15),
    functionCode,
    economyCode,
    funder.padEnd(64),
  ].join('');
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
