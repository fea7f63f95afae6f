import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { skippedBoundaries } from '../src/checks/lint.js';
import { demandsOf, unseen } from './lint-demands.js';
import { LintSandbox } from './lint-sandbox.js';
import type { Finding, LintReport } from './lint-sandbox.js';
import { assembleViolations, INNOCENT, VIOLATIONS } from './seeded-violations.js';
import { CONSTRAINTS, seedOf, serviceScopes, tagsBeside } from './tagged-projects.js';

const BOUNDARY = '@nx/enforce-module-boundaries';

describe('lint sees', () => {
  const sandbox = new LintSandbox(assembleViolations());
  let findings: Finding[];
  let own: LintReport['own'];
  let said: string;

  beforeAll(() => {
    sandbox.buildGraph();
    ({ findings, own, said } = sandbox.lint());
  }, 180_000);

  afterAll(() => sandbox.remove());

  it.each(VIOLATIONS.map((violation) => [violation.name, violation] as const))('%s', (_name, { file, rule, says }) => {
    const here = findings.filter((finding) => finding.file === file);
    expect(here.map((finding) => finding.rule)).toContain(rule);
    expect(here.filter((finding) => finding.rule === rule).map((finding) => finding.message)).toEqual(
      expect.arrayContaining([expect.stringMatching(says)]),
    );
  });

  it('a seed of every rule that our own configuration sets, of every layer and of every tag', () => {
    const demands = demandsOf(own);
    expect(demands.length).toBeGreaterThan(CONSTRAINTS.length + VIOLATIONS.length / 2);
    expect(unseen(demands, findings)).toEqual([]);
  });

  it.each(CONSTRAINTS.map((row) => [row.sourceTag, row.place, row] as const))(
    'what %s may not import in %s, and nothing else',
    (tag, place, { onlyDependOnLibsWithTags, allowedExternalImports }) => {
      const imported = tagsBeside(tag);
      const refused = findings
        .filter(({ file, rule }) => file === seedOf(tag, place) && rule === BOUNDARY)
        .map(({ line }) => imported[line - 1] ?? 'a package');
      const others = imported.filter((other) => !onlyDependOnLibsWithTags.includes(other));
      expect(refused).toEqual([...others, ...(allowedExternalImports ? ['a package'] : [])]);
    },
  );

  it.each(Object.keys(INNOCENT))('nothing wrong in %s', (file) => {
    expect(findings.filter((finding) => finding.file === file)).toEqual([]);
  });

  it('the project graph, so that the boundary rule was not skipped', () => {
    expect(skippedBoundaries(said)).toEqual([]);
  });
});

test.each(serviceScopes())('no row of tags lets %s see another service', (service) => {
  const others = serviceScopes().filter((scope) => scope !== service);
  const rows = CONSTRAINTS.filter(({ sourceTag }) => sourceTag === service);
  expect(rows.map(({ place }) => place)).toEqual(['src', 'test']);
  expect(rows.flatMap((row) => row.onlyDependOnLibsWithTags.filter((tag) => others.includes(tag)))).toEqual([]);
});

describe('lint without a project graph', () => {
  const sandbox = new LintSandbox(assembleViolations());
  afterAll(() => sandbox.remove());

  it('says that the boundary rule was skipped, and `npm run lint` takes that for a failure', () => {
    const { said } = sandbox.lint('libs/auth/src/spy.ts');
    expect(skippedBoundaries(said)).toEqual([expect.stringContaining('The boundary rule was skipped')]);
    expect(skippedBoundaries('')).toEqual([]);
  }, 180_000);
});
