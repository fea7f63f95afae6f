import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { EventDefinition } from '../src/index.js';
import { allEvents, eventNamed, eventSchemaOf } from '../src/index.js';
import { incompatibilities } from './schema-evolution.js';

const EXPORTED = join(import.meta.dirname, '../schemas');
const RELEASED = join(import.meta.dirname, '../released');

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const releases = existsSync(RELEASED) ? readdirSync(RELEASED) : [];
const { version } = read(join(import.meta.dirname, '../../../package.json'));

test('every event version is exported as it is', () => {
  const files = readdirSync(EXPORTED).sort();
  expect(files).toEqual(
    allEvents()
      .map(({ type }) => `${type}.json`)
      .sort(),
  );
  for (const event of allEvents()) expect(read(join(EXPORTED, `${event.type}.json`))).toEqual(eventSchemaOf(event));
});

test('every export is a JSON Schema that leaves room for members to come', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const event of allEvents()) {
    const schema = eventSchemaOf(event);
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
  }
});

test('the schemas of the version that is worked on were put down when it was first released', () => {
  expect(releases).toContain(version);
  for (const release of releases) expect(readdirSync(join(RELEASED, release, 'schemas')).length).toBeGreaterThan(100);
});

test('no present schema breaks a released one', () => {
  const faults = releases.flatMap((release) =>
    readdirSync(join(RELEASED, release, 'schemas')).flatMap((file) => {
      const event = eventNamed(file.replace(/\.json$/, ''));
      if (!event) return [`${release}: ${file} is gone`];
      return incompatibilities(read(join(RELEASED, release, 'schemas', file)), eventSchemaOf(event)).map(
        (fault) => `${event.type} since ${release}: ${fault}`,
      );
    }),
  );
  expect(faults).toEqual([]);
});

test('a released event that lost a member, or says less of one, is found', () => {
  const placed = 'meal-orders.meal-order.placed.v1';
  const was = read(join(RELEASED, String(version), 'schemas', `${placed}.json`));
  const present = eventSchemaOf(eventNamed(placed) as EventDefinition);
  const { grossFen: _lost, ...rest } = present['properties'] as Record<string, unknown>;
  expect(incompatibilities(was, { ...present, properties: rest })).toEqual(['/grossFen was removed']);
  expect(incompatibilities(was, { ...present, properties: { ...rest, grossFen: {} } })).not.toEqual([]);
});
