import type { FactState, ListDiffItem, PersonFactValue } from '@doorstep/contracts';
import { csvLine } from '../domain/csv-text.js';

const COLUMNS = [
  ...['position', 'outcome', 'line', 'record', 'person', 'person_id', 'kind'],
  ...['value_before', 'valid_from_before', 'valid_to_before', 'value', 'valid_from', 'valid_to'],
  ...['fields', 'column', 'code', 'reason'],
];

/** The differences as a file for whoever checks them at a desk; it names nobody. */
export async function* diffFile(parts: AsyncIterable<readonly ListDiffItem[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for await (const items of parts) yield items.map(lineOf).join('');
}

function lineOf(item: ListDiffItem): string {
  const { position, outcome, line, record, reference, personId, before, after, fields, column, code, reason } = item;
  const kind = (after ?? before)?.fact.kind ?? null;
  return csvLine([
    ...[position, outcome, line, record, reference, personId, kind],
    ...statesOf(before),
    ...statesOf(after),
    ...[fields.join(' '), column, code, reason],
  ]);
}

function statesOf(state: FactState | null): (string | null)[] {
  return state ? [textOf(state.fact), state.validFrom, state.validTo] : [null, null, null];
}

function textOf(fact: PersonFactValue): string {
  switch (fact.kind) {
    case 'birth':
      return fact.bornOn;
    case 'death':
      return fact.diedOn;
    case 'hukou':
    case 'residence':
      return [fact.place.city, fact.place.district, fact.place.town].filter((code) => code !== undefined).join('/');
    case 'category':
      return fact.category;
    case 'ability_level':
      return String(fact.level);
    case 'stay':
      return fact.stay;
    case 'application':
      return fact.for;
  }
}
