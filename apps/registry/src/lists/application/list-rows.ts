import type { ListedIdentity } from '../../people/domain/person.js';
import type { FactValue } from '../../people/domain/person-fact.js';
import type { CurrentFact } from './current-facts.port.js';

/** The columns of docs/imports.md that lists of people need. */
export const LIST_COLUMNS = [
  ...['record', 'person', 'person_id', 'name', 'id_number', 'phone', 'address', 'kind', 'value'],
  ...['province', 'city', 'district', 'town', 'valid_from', 'valid_to', 'source'],
];

type Cells = (string | null | undefined)[];
type Named = Pick<CurrentFact, 'personId' | 'externalRef'>;

export function personCells(person: Named, { name, idNumber, phone, address }: ListedIdentity): Cells {
  const cells = ['person', ...keyCells(person), name, idNumber, phone, address];
  return LIST_COLUMNS.map((_column, at) => cells[at]);
}

export function factCells(fact: CurrentFact): Cells {
  const { value, validFrom, validTo, source } = fact;
  const place = value.kind === 'hukou' || value.kind === 'residence' ? value.place : undefined;
  const dates = isDated(value) ? [null, null] : [validFrom, validTo];
  return [
    ...['fact', ...keyCells(fact), null, null, null, null, value.kind, valueCell(value)],
    ...[place?.province, place?.city, place?.district, place?.town, ...dates, source],
  ];
}

/** The bureau's own number where there is one, so that the file can be read beside its list. */
function keyCells({ personId, externalRef }: Named): (string | null)[] {
  return externalRef === null ? [null, personId] : [externalRef, null];
}

function isDated({ kind }: FactValue): boolean {
  return kind === 'birth' || kind === 'death';
}

function valueCell(value: FactValue): string | null {
  if (value.kind === 'birth') return value.bornOn;
  if (value.kind === 'death') return value.diedOn;
  if (value.kind === 'category') return value.category;
  return value.kind === 'ability_level' ? String(value.level) : null;
}
