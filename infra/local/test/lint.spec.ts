import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { skippedBoundaries } from '../src/checks/lint.js';
import { LintSandbox } from './lint-sandbox.js';
import type { Finding } from './lint-sandbox.js';
import { assembleViolations, INNOCENT, VIOLATIONS } from './seeded-violations.js';

describe('lint sees', () => {
  const sandbox = new LintSandbox(assembleViolations());
  let findings: Finding[];
  let said: string;

  beforeAll(() => {
    sandbox.buildGraph();
    ({ findings, said } = sandbox.lint());
  }, 180_000);

  afterAll(() => sandbox.remove());

  it.each(VIOLATIONS.map((violation) => [violation.name, violation] as const))('%s', (_name, { file, rule, says }) => {
    const here = findings.filter((finding) => finding.file === file);
    expect(here.map((finding) => finding.rule)).toContain(rule);
    expect(here.filter((finding) => finding.rule === rule).map((finding) => finding.message)).toEqual(
      expect.arrayContaining([expect.stringMatching(says)]),
    );
  });

  it.each(Object.keys(INNOCENT))('nothing wrong in %s', (file) => {
    expect(findings.filter((finding) => finding.file === file)).toEqual([]);
  });

  it('the project graph, so that the boundary rule was not skipped', () => {
    expect(skippedBoundaries(said)).toEqual([]);
  });
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
