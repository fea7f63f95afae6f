import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/platform/paths.js';

const IMPORTS = /(?:from|import\() ?'(\.[^']+)\.js'/g;

/** Files that a file names in its imports, those of types included: the lint rule leaves these out, a reader does not. */
function importsOf(file: string, source: string, known: ReadonlySet<string>): string[] {
  return [...source.matchAll(IMPORTS)]
    .map(([, path]) => posix.join(posix.dirname(file), `${path}.ts`))
    .filter((path) => known.has(path));
}

/** Files that cannot be read one after the other, since each needs another of them. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map(imports);
  for (;;) {
    const free = [...left].filter(([, needs]) => !needs.some((each) => left.has(each))).map(([file]) => file);
    if (free.length === 0) break;
    for (const file of free) left.delete(file);
  }
  return [...left.keys()].sort();
}

function sourcesIn(folder: string): string[] {
  const projects = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = projects.map(({ name }) => `${folder}/${name}/src`).filter((path) => existsSync(join(ROOT, path)));
  return folders.flatMap((path) =>
    readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => posix.join(path, file)),
  );
}

describe('imports', () => {
  it('never run in a circle, not even those of types', () => {
    const files = ['apps', 'libs', 'infra'].flatMap(sourcesIn);
    const known = new Set(files);
    const sources = files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const);
    const imports = new Map(sources.map(([file, source]) => [file, importsOf(file, source, known)]));
    expect(imports.size).toBeGreaterThan(800);
    expect([...imports.values()].flat().length).toBeGreaterThan(1_600);
    expect(circlesOf(imports)).toEqual([]);
  });

  it('are seen in a circle of three, and whoever needs it', () => {
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['a.ts']],
      ['leaf.ts', []],
      ['user.ts', ['a.ts', 'leaf.ts']],
    ]);
    expect(circlesOf(imports)).toEqual(['a.ts', 'b.ts', 'c.ts', 'user.ts']);
    expect(importsOf('x/y.ts', "import type { A } from '../a.js';\n", new Set(['a.ts']))).toEqual(['a.ts']);
  });
});
