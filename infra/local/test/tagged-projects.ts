import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../src/platform/paths.js';
import type { ConfigurationEntry } from './lint-demands.js';

/** One row of `infra/local/lint/boundaries.mjs`. */
export interface TagConstraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
  readonly allowedExternalImports?: readonly string[];
}

const BOUNDARIES: string = '../lint/boundaries.mjs';
const { boundaries } = (await import(BOUNDARIES)) as {
  boundaries: (places: { sources: readonly string[]; tests: readonly string[] }) => readonly ConfigurationEntry[];
};

/** What sources and tests may import, by tag. */
export const CONSTRAINTS = (['src', 'test'] as const).flatMap((place) => {
  const entry = boundaries({ sources: ['src'], tests: ['test'] }).find(({ files }) => files?.includes(place));
  const [, options] = entry?.rules?.['@nx/enforce-module-boundaries'] as [string, { depConstraints: TagConstraint[] }];
  return options.depConstraints.map((constraint) => ({ place, ...constraint }));
});

const dimensionOf = (tag: string): string => tag.split(':')[0] ?? '';
const KNOWN = [...new Set(CONSTRAINTS.map(({ sourceTag }) => sourceTag))];
/** Of each dimension a tag that no row allows: what may import everything that there is may still not import that. */
const TAGS = [...KNOWN, ...new Set(KNOWN.map((tag) => `${dimensionOf(tag)}:unheard-of`))];
/** A package that is installed and that no list of allowed packages names. */
const OUTSIDE = 'kafkajs';

const nameOf = (side: 'from' | 'to', tag: string): string => `${side}-${tag.replace(':', '-')}`;

/** All tags of one dimension: the projects that a project with this tag tries to import, one a line, in this order. */
export const tagsBeside = (tag: string): string[] => TAGS.filter((other) => dimensionOf(other) === dimensionOf(tag));

/** The file in which a project that has this tag alone imports one project of each tag, and one package from outside. */
export const seedOf = (tag: string, place: 'src' | 'test'): string => `libs/${nameOf('from', tag)}/${place}/seed.ts`;

function seed(tag: string): string {
  const imported = [...tagsBeside(tag).map((other) => `@doorstep/${nameOf('to', other)}`), OUTSIDE];
  const lines = imported.map((name, index) => `import * as seen${index} from '${name}';\n`);
  return `${lines.join('')}export const seen = [${imported.map((_, index) => `seen${index}`).join(', ')}];\n`;
}

export const project = (name: string, tags: readonly string[]): string =>
  JSON.stringify({
    name: `@doorstep/${name}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    exports: { '.': './src/index.ts' },
    nx: { tags },
  });

/** Two projects for each tag: one that is imported, one that imports. No other dimension speaks, because they have no other tag. */
export function taggedProjects(): Record<string, string> {
  return Object.fromEntries(
    TAGS.flatMap((tag) => [
      [`libs/${nameOf('to', tag)}/package.json`, project(nameOf('to', tag), [tag])],
      [`libs/${nameOf('to', tag)}/src/index.ts`, `export const name = '${tag}';\n`],
      [`libs/${nameOf('from', tag)}/package.json`, project(nameOf('from', tag), [tag])],
      [seedOf(tag, 'src'), seed(tag)],
      [seedOf(tag, 'test'), seed(tag)],
    ]),
  );
}

/** The scopes of the services, as they stand in their package.json. */
export function serviceScopes(): string[] {
  return readdirSync(join(ROOT, 'apps')).flatMap((name) => {
    const { nx } = JSON.parse(readFileSync(join(ROOT, 'apps', name, 'package.json'), 'utf8')) as {
      nx: { tags: string[] };
    };
    return nx.tags.filter((tag) => tag.startsWith('scope:'));
  });
}
