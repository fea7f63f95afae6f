import { createHash } from 'node:crypto';
import { RuleNotInForceError, RuleParameterError } from './rules.errors.js';

export interface RuleParameter {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

export interface BothTongues {
  readonly zh: string;
  readonly en: string;
}

/** One dated version of an anomaly rule: words for people, and one query over facts. */
export interface Rule {
  readonly id: string;
  /** First and, unless it holds until further notice, last day of the version. */
  readonly from: string;
  readonly to: string | null;
  readonly title: BothTongues;
  readonly description: BothTongues;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  readonly query: string;
  /** SHA-256 of the document. */
  readonly sha256: string;
}

export interface FoundHit {
  readonly key: string;
  readonly siteId: string | null;
  readonly personId: string | null;
  readonly amountFen: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Ids of events, at most 50. */
  readonly evidence: readonly string[];
}

/**
 * The version that holds for all days of a range.
 * @param to the day after the last
 */
export function inForce(versions: readonly Rule[], from: string, to: string): Rule {
  const rule = versions.find((version) => version.from <= from && (version.to === null || to <= version.to));
  if (!rule) throw new RuleNotInForceError();
  return rule;
}

/** The parameters of a run: what was asked for, else the rule's own. */
export function parametersOf(rule: Rule, asked: Readonly<Record<string, number>>): Record<string, number> {
  for (const [name, value] of Object.entries(asked)) {
    const known = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (!known || value < known.min || value > known.max) throw new RuleParameterError(name);
  }
  return Object.fromEntries(
    Object.entries(rule.parameters).map(([name, known]) => [name, asked[name] ?? known.default]),
  );
}

/** The id of a hit follows from rule and key, so that every run, everywhere, calls it the same. UUIDv8 (RFC 9562). */
export function hitIdOf(ruleId: string, key: string): string {
  const hex = createHash('sha256').update(`${ruleId}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
