import { systemClock } from '@doorstep/kernel';
import { expect, it } from '@jest/globals';
import type { FactReader } from '../../src/explorer/application/fact-reader.port.js';
import type { Look } from '../../src/explorer/application/look.js';
import { ExportEvents } from '../../src/exports/application/export-events.js';
import type { ExportForms } from '../../src/exports/application/export-forms.js';
import { RunningExports } from '../../src/exports/application/running-exports.js';

/** A log of so many events, none of which may be read. */
function exportOf(events: number): ExportEvents {
  const look = { at: (_given: unknown, work: (tx: null, end: bigint) => unknown) => work(null, 7n) };
  const facts = { groups: () => Promise.resolve({ items: [], groups: 1, total: { events, amountFen: 0 } }) };
  const forms = { of: () => ({ extension: 'x', mediaType: 'x', content: [] }) };
  return new ExportEvents(
    look as unknown as Look,
    facts as unknown as FactReader,
    forms as unknown as ExportForms,
    new RunningExports(),
    systemClock,
  );
}

it.each([
  ['csv', 5_000_000],
  ['csv-zip', 5_000_000],
  ['ndjson', 5_000_000],
  ['xlsx', 3_000_000],
  ['package', 3_000_000],
] as const)('an export as %s of more than %i events is refused before anything is sent', async (format, most) => {
  await expect(exportOf(most + 1).open({}, format, 'staff:a')).rejects.toMatchObject({
    code: 'AUDIT.EXPORT_TOO_LARGE',
  });
  await expect(exportOf(most).open({}, format, 'staff:a')).resolves.toMatchObject({ note: { events: most } });
});
