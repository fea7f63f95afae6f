import type { Rule } from '../domain/rule.js';

/** The rules that came with this build. */
export abstract class RuleBook {
  /** Newest version last. */
  abstract versionsOf(id: string): Promise<readonly Rule[]>;
  /** All, by id. */
  abstract all(): Promise<readonly Rule[]>;
}
