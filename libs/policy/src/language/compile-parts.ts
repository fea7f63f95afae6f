import { ageBand, bandsOverlap, type AgeBand } from './age-band.js';
import type { CheckDocument, EnrolmentDocument, SplitDocument, SuspensionDocument } from './meal-schema.js';
import type { STAGES } from './meal-schema.js';
import type { CheckRule, EnrolmentRule, SplitRule, SuspensionRule } from './rules.js';
import type { SectionCompiler } from './section-compiler.js';
import type { Scope } from './vocabulary.js';

type Path = readonly PropertyKey[];
type Stage = (typeof STAGES)[number];

export function compileSuspension(
  compiler: SectionCompiler,
  path: Path,
  rules: readonly SuspensionDocument[],
): readonly SuspensionRule[] {
  return rules.map((rule, index) => {
    const at = [...path, index];
    if ((rule.fact === 'death') !== (rule.blocked === 'after')) {
      compiler.report(
        [...at, 'blocked'],
        `'${rule.blocked}' does not fit ${rule.fact}`,
        'death: after; stays: inclusive or between',
      );
    }
    const { fact, blocked, reason, flag } = rule;
    compiler.reason(at, reason);
    return { fact, blocked, reason, ...(flag && { flag }), source: compiler.cite(at, rule.source) };
  });
}

export function compileEnrolment(compiler: SectionCompiler, path: Path, rule: EnrolmentDocument): EnrolmentRule {
  const { application, covers, reason } = rule;
  compiler.reason(path, reason);
  return { application, covers, reason, source: compiler.cite(path, rule.source) };
}

/** The checks of the given stages, in the contract's order of stages and, inside a stage, in the pack's order. */
export function compileChecks(
  compiler: SectionCompiler,
  path: Path,
  checks: readonly CheckDocument[],
  options: { readonly scope: Scope; readonly stages: readonly Stage[] },
): readonly CheckRule[] {
  return options.stages.flatMap((stage) =>
    checks.flatMap((check, index) => {
      if (check.stage !== stage) return [];
      const at = [...path, index];
      const need = compiler.bool(options.scope, [...at, 'need'], check.need);
      return [
        {
          need,
          scheme: stage === 'scheme',
          reason: compiler.reason(at, check.reason),
          source: compiler.cite(at, check.source),
        },
      ];
    }),
  );
}

/** Floor each funder's share in the listed order, remainder to the one that is marked. */
export function compileSplit(
  compiler: SectionCompiler,
  path: Path,
  split: SplitDocument,
  scope: Scope,
): readonly SplitRule[] {
  const remainders = split.filter((share) => share.remainder).length;
  if (remainders !== 1) {
    compiler.report(
      path,
      `the split has ${remainders} funders marked remainder`,
      'Mark exactly one funder with remainder: true',
    );
  }
  const funders = new Set(split.map((share) => share.funder));
  if (funders.size !== split.length)
    compiler.report(path, 'a funder stands twice in the split', 'Name each funder once');
  let sum = 0;
  const rules = split.map((share, index): SplitRule => {
    const at = [...path, index];
    const source = compiler.cite(at, share.source);
    if ((share.bp === undefined) !== (share.remainder === true)) {
      compiler.report(at, 'a funder needs either bp or remainder', 'Give bp, or remainder: true, not both');
    }
    if (share.bp === undefined) return { funder: share.funder, source };
    const bp = compiler.int(scope, [...at, 'bp'], share.bp);
    sum += compiler.rate(scope, [...at, 'bp'], share.bp).greatest;
    return { funder: share.funder, bp, source };
  });
  if (sum > 10_000) {
    const fix = 'The listed rates, whatever the parameters and settings, may not exceed 10000 bp';
    compiler.report(path, `the split adds up to ${sum} bp`, fix);
  }
  return rules;
}

export function compileAges(compiler: SectionCompiler, path: Path, ages: string | undefined): AgeBand | undefined {
  if (ages === undefined) return undefined;
  const band = ageBand(ages);
  if (!band) compiler.report([...path, 'ages'], `'${ages}' is no age band`, 'Write 60-74 or 86+');
  for (const limit of band ? [band.from, band.to + 1] : []) if (Number.isFinite(limit)) compiler.ageLimits.add(limit);
  return band;
}

/** Bands of the same group may not overlap unless the layer says which one wins. */
export function refuseOverlaps(
  compiler: SectionCompiler,
  path: Path,
  options: readonly { readonly ages?: string | undefined; readonly when?: string | undefined }[],
): void {
  options.forEach((option, index) => {
    const band = ageBand(option.ages ?? '0+');
    const clash = options.findIndex((other, before) => {
      const otherBand = ageBand(other.ages ?? '0+');
      return before < index && other.when === option.when && !!band && !!otherBand && bandsOverlap(band, otherBand);
    });
    if (clash === -1) return;
    compiler.report(
      [...path, index, 'ages'],
      `the ages ${option.ages ?? 'all'} overlap with ${options[clash]?.ages ?? 'all'} of entry ${clash + 1}`,
      'Make the bands disjoint, or set pick: highest to give the better one',
    );
  });
}
