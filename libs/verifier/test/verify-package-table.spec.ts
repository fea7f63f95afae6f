import { describe, expect, it } from '@jest/globals';
import { check, contentOf, evidence, files, forged, good, having, records, refused } from './altered-package.js';

describe('the table of an audit package', () => {
  it.each([
    ['actor', '"staff:a"', '"staff:b"'],
    ['time', '"2026-11-30T00:00:00.000Z"', '"2026-11-29T00:00:00.000Z"'],
    ['correlationId', '"staff:a","x"', '"staff:a","y"'],
    ['type', ',"x","2026', ',"y","2026'],
  ])('shows no other %s than the bytes of a record', async (column, from, to) => {
    const changed = having('events.csv', contentOf('events.csv').replace(from, to));
    expect(await check(forged(changed))).toEqual(refused(`record 1: events.csv shows ${column}`));
  });

  // Other programs read these in other ways, and would show what was compared with nothing.
  it.each([
    ['text behind the end of a cell', '"staff:a"', '"staff:a"b'],
    ['rows between quotes that are none', '"x",\r\n', '"x",x"\r\n"9","made up",,,,,,,\r\n"10","too",,,,,,,"\r\n'],
    ['an end of line within a cell without quotes', '"x",\r\n', '"x",y\r"made up"\r\n'],
    ['a row that ends in another way', '"x",\r\n', '"x",\n'],
    ['a row of more cells', '"x",\r\n', '"x",,"more"\r\n'],
    ['a row of fewer cells', '"x",\r\n', '"x"\r\n'],
  ])('is not verified with %s in it', async (_what, from, to) => {
    const changed = having('events.csv', contentOf('events.csv').replace(from, to));
    expect(changed).not.toEqual(files);
    expect(await check(forged(changed))).toEqual(refused('events.csv has a row that is not written as RFC 4180 says'));
  });

  it('has no row with a number and no place in the log', async () => {
    const table = contentOf('events.csv').replace('"7","0', ',"0');
    expect(table).not.toBe(contentOf('events.csv'));
    const changed = evidence(...records.toSpliced(7, 1)).map((file) =>
      file.name === 'events.csv' ? { ...file, content: table } : file,
    );
    expect(await check(forged(changed))).toEqual(refused('events.csv shows number 8 of benefits/0/1 without'));
  });

  it('may show events that nothing proves, and how many is said', async () => {
    expect((await check(good)).said).toContain('1 of its events have no number');
  });

  it('is not verified when it says itself that a row was altered', async () => {
    const all = contentOf('events.csv');
    for (const table of [all.replace('"x",\r\n', '"x","altered"\r\n'), all.replace(/,\r\n$/, ',"altered"\r\n')])
      expect(await check(forged(having('events.csv', table)))).toEqual(
        refused('events.csv says itself that event (none|0{8}-.*) was altered'),
      );
  });
});
