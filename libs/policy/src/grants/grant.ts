import { DomainError, type LocalDate } from '@doorstep/kernel';
import { versionsOf } from '../engine/versions.js';
import type { GrantDocument } from '../language/pack-schema.js';
import type { CompiledPack, Step } from '../model.js';

/** Counts that the grant schemes name (`meals`, `openDays`, `averageDinersTenths` …). */
export type GrantInputs = Readonly<Record<string, number>>;

export interface GrantResult {
  readonly fen: number;
  readonly steps: readonly Step[];
}

/** The scheme is unknown, or a number it needs is missing. */
export class GrantError extends DomainError {
  override readonly name = 'GrantError';
}

/** Money to an operator by a scheme of the packs, as it stood on a date (absent = the newest version). */
export function grantFor(
  packs: readonly CompiledPack[],
  scheme: string,
  inputs: GrantInputs,
  on?: LocalDate,
): GrantResult {
  const grant = findGrant(packs, scheme, on);
  switch (grant.kind) {
    case 'steps':
      return byStep(grant, inputs);
    case 'bands':
      return byBand(grant, inputs);
    case 'each':
      return result(grant, 'EACH', inputOf(inputs, grant.input) * grant.fen);
    case 'grades':
      return byGrade(grant, inputs);
    case 'highest':
      throw new GrantError('POLICY.GRANT_INPUT', `${scheme} chooses between grants; use highestGrant`);
  }
}

/** Several grants for one site: only the highest one is paid. */
export function highestGrant(packs: readonly CompiledPack[], scheme: string, amounts: readonly number[]): GrantResult {
  const grant = findGrant(packs, scheme);
  if (grant.kind !== 'highest') throw new GrantError('POLICY.GRANT_INPUT', `${scheme} does not choose between grants`);
  return result(grant, 'HIGHEST', Math.max(0, ...amounts));
}

function findGrant(packs: readonly CompiledPack[], scheme: string, on?: LocalDate): GrantDocument {
  for (const pack of packs) {
    const versions = versionsOf(pack).filter(
      (version) => on === undefined || (version.from <= on && (version.to === undefined || on < version.to)),
    );
    const grant = versions.at(-1)?.grants.get(scheme);
    if (grant) return grant;
  }
  throw new GrantError('POLICY.GRANT_UNKNOWN', `no pack in force has a grant '${scheme}'`);
}

type GrantOf<K extends GrantDocument['kind']> = Extract<GrantDocument, { kind: K }>;

function byStep(grant: GrantOf<'steps'>, inputs: GrantInputs): GrantResult {
  const count = inputOf(inputs, grant.input);
  if (!isMet(grant.needs, inputs)) return result(grant, 'NEEDS_NOT_MET', 0);
  const steps: Step[] = [];
  let below = 0;
  let sum = 0;
  for (const { upTo, fenEach } of grant.steps) {
    const within = Math.max(0, Math.min(count, upTo ?? count) - below);
    if (within > 0)
      steps.push({ code: 'STEP', fen: within * fenEach, note: `${within} x ${fenEach}`, source: sourceOf(grant) });
    sum += within * fenEach;
    below = upTo ?? count;
  }
  if (grant.cap !== undefined && sum > grant.cap) {
    steps.push({ code: 'CAP', fen: grant.cap - sum, source: sourceOf(grant) });
    sum = grant.cap;
  }
  return { fen: sum, steps };
}

function byBand(grant: GrantOf<'bands'>, inputs: GrantInputs): GrantResult {
  const value = inputOf(inputs, grant.input);
  const band = grant.bands.findLast((candidate) => value > candidate.moreThan);
  return result(grant, 'BAND', band?.fen ?? 0);
}

function byGrade(grant: GrantOf<'grades'>, inputs: GrantInputs): GrantResult {
  const stars = inputOf(inputs, grant.input);
  if (!isMet(grant.needs, inputs)) return result(grant, 'NEEDS_NOT_MET', 0);
  const { demotion } = grant;
  const demoted = demotion && stars >= demotion.fromGrade && !isShown(demotion.needs, inputs);
  const counted = demoted ? demotion.toGrade : stars;
  return result(grant, demoted ? 'DEMOTED' : 'GRADE', grant.grades.find(({ grade }) => grade === counted)?.fen ?? 0);
}

type Needs = readonly { readonly input: string; readonly atLeast: number }[];

function isMet(needs: Needs, inputs: GrantInputs): boolean {
  return needs.every(({ input, atLeast }) => inputOf(inputs, input) >= atLeast);
}

/** What keeps a higher grade must be shown: a number that nobody gives (a site without a canteen has no canteen months) keeps none. */
function isShown(needs: Needs, inputs: GrantInputs): boolean {
  return needs.every(({ input, atLeast }) => inputs[input] !== undefined && inputOf(inputs, input) >= atLeast);
}

function inputOf(inputs: GrantInputs, name: string): number {
  const value = inputs[name];
  if (value === undefined || !Number.isInteger(value) || value < 0) {
    throw new GrantError('POLICY.GRANT_INPUT', `the grant needs '${name}', an integer of at least 0`);
  }
  return value;
}

function result(grant: GrantDocument, code: string, fen: number): GrantResult {
  return { fen, steps: [{ code, fen, source: sourceOf(grant) }] };
}

function sourceOf({ source }: GrantDocument): string {
  return typeof source === 'string' ? source : source.join('; ');
}
