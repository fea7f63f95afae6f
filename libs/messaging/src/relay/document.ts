import { dataSchemaOf } from '@doorstep/contracts';
import type { OutboxRow } from './outbox-row.js';

const FRACTION_FROM = 19;

/**
 * The record's value: canonical JSON (RFC 8785) by joining strings in the sorted order of the members. `data` is canonical
 * already, all other texts are NFC. Same row, same numbers, same bytes.
 */
export function documentOf(row: OutboxRow, source: string, sequence: number, previous: number): string {
  const causation = row.causation === null ? '' : `"causationid":${JSON.stringify(row.causation)},`;
  return (
    `{"actor":${JSON.stringify(row.actor)},${causation}"correlationid":${JSON.stringify(row.correlation)}` +
    `,"data":${row.data},"datacontenttype":"application/json","dataschema":"${dataSchemaOf(row.type)}","id":"${row.id}"` +
    `,"previous":"${previous}","sequence":"${sequence}","source":"${source}","specversion":"1.0"` +
    `,"subject":${JSON.stringify(row.key)},"time":"${rfc3339(row.time)}","type":"${row.type}"}`
  );
}

/** As PostgreSQL prints a moment of whole milliseconds in UTC, but for zeros at the end. */
export function sqlTime(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '+00');
}

/** `2026-11-22 04:05:06.7+00` to `2026-11-22T04:05:06.700Z`. */
export function rfc3339(time: string): string {
  const fraction = time.slice(FRACTION_FROM, -3).padEnd(1, '.').padEnd(4, '0');
  return `${time.slice(0, 10)}T${time.slice(11, FRACTION_FROM)}${fraction}Z`;
}
