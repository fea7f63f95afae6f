import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { csvRow } from '../../src/exports/domain/csv.js';
import { ZipArchive } from '../../src/exports/infrastructure/zip-archive.js';
import { unzipped } from './unzipped.js';

describe('a CSV row', () => {
  it.each([
    [['a', 1, null, -5], '"a",1,,-5\r\n'],
    [['he said "hi"', 'two\r\nlines', '李'], '"he said ""hi""","two\r\nlines","李"\r\n'],
    [['=1+1', '+86', '-x', '@cmd', '\tx'], '"\'=1+1","\'+86","\'-x","\'@cmd","\'\tx"\r\n'],
    [['310101194001011234', '12345678901'], '"\t310101194001011234","12345678901"\r\n'],
    [['007', '12E5', '0', '＝1+1', '\nx'], '"\t007","\t12E5","0","\'＝1+1","\'\nx"\r\n'],
  ])('of %j is %j', (cells, expected) => {
    expect(csvRow(cells)).toBe(expected);
  });
});

async function* texts(...all: readonly string[]): AsyncIterable<string> {
  for (const text of all) yield await Promise.resolve(text);
}

describe('a ZIP archive', () => {
  it('holds what was put in, and ends with a file about all others', async () => {
    const long = 'd'.repeat(300_000);
    const files = [
      { name: '说明.txt', content: texts('甲', '乙') },
      { name: 'empty', content: texts() },
      { name: 'long', content: texts(long, long) },
    ];
    const pieces: Uint8Array[] = [];
    const last = (written: readonly object[]) => ({ name: 'manifest.json', content: texts(JSON.stringify(written)) });
    for await (const piece of new ZipArchive().pack(files, last)) pieces.push(piece);
    const found = unzipped(Buffer.concat(pieces));
    expect([...found.keys()]).toEqual(['说明.txt', 'empty', 'long', 'manifest.json']);
    expect(found.get('说明.txt')?.toString()).toBe('甲乙');
    expect(found.get('long')?.toString()).toBe(long + long);
    const manifest = JSON.parse(String(found.get('manifest.json'))) as {
      name: string;
      bytes: number;
      sha256: string;
    }[];
    expect(manifest).toEqual(
      ['说明.txt', 'empty', 'long'].map((name) => {
        const bytes = found.get(name) as Buffer;
        return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
  });

  it('breaks with the content that breaks', async () => {
    async function* broken(): AsyncIterable<string> {
      yield await Promise.resolve('half');
      throw new Error('the database is gone');
    }
    const read = async () => {
      const archive = new ZipArchive().pack([{ name: 'a', content: broken() }], () => ({
        name: 'b',
        content: texts(),
      }));
      for await (const _piece of archive);
    };
    await expect(read()).rejects.toThrow('the database is gone');
  });
});
