import type { JsonValue, LocalDate } from '@doorstep/kernel';
import { canonicalJson } from '@doorstep/kernel';
import { termsInForce } from '@doorstep/policy';
import { SiteTermNotFoundError, SiteTermRefusedError, SiteTermReplacedError } from './site.errors.js';
import type { Site } from './site.js';
import type { DatedTerm, SiteTerm } from './site-term.js';
import { agrees } from './site-term.js';
import { checkTerm } from './site-term-rules.js';

const MOST_TERMS = 2_000;

export interface RecordedTerm {
  readonly term: SiteTerm;
  /** False when just this was recorded already. */
  readonly changed: boolean;
}

/** Everything that was ever recorded of one site, in the order of recording; grows and forgets nothing. */
export class SiteProgramme {
  private readonly terms: SiteTerm[];

  constructor(
    private readonly site: Site,
    recorded: readonly SiteTerm[],
    private readonly today: LocalDate,
  ) {
    this.terms = [...recorded];
  }

  /** Throws SiteTermRefusedError. */
  record(dated: DatedTerm, termId: string): RecordedTerm {
    checkTerm(this.site, dated);
    const standing = this.standing().find((each) => textOf(each) === textOf(dated));
    if (standing) return { term: standing, changed: false };
    this.checkFrom(dated);
    const series = dated.term.kind === 'closure' ? `closure/${termId}` : dated.term.kind;
    return { term: this.add({ ...dated, termId, series }), changed: true };
  }

  /** From `on` on it holds no more. Throws SiteTermNotFoundError, SiteTermReplacedError, SiteTermRefusedError. */
  end(termId: string, on: LocalDate, newId: string): RecordedTerm {
    const given = this.terms.find((each) => each.termId === termId);
    if (!given) throw new SiteTermNotFoundError();
    const newest = this.standing().find((each) => each.series === given.series && each.from === given.from) ?? given;
    const to = on < given.from ? given.from : on;
    if (newest.to !== null && newest.to <= to) return { term: newest, changed: false };
    if (newest !== given) throw new SiteTermReplacedError();
    if (on < this.today) throw new SiteTermRefusedError('SITE_TERM.FROM_PAST', 'it ends today at the earliest');
    const { from, term, series } = given;
    return { term: this.add({ from, to, term, series, termId: newId }), changed: true };
  }

  inForce(day: LocalDate): SiteTerm[] {
    return termsInForce(this.terms, day);
  }

  /** Of every series and day the newest word. */
  private standing(): SiteTerm[] {
    return [...new Map(this.terms.map((term) => [`${term.series} ${term.from}`, term])).values()];
  }

  /**
   * What was answered about a day that is over is answered again. Only of what nothing was known the past may be told, and of prices
   * and places only what the site itself says.
   */
  private checkFrom(dated: DatedTerm): void {
    if (dated.from >= this.today) return;
    const known = this.terms.some(({ term }) => term.kind === dated.term.kind);
    if (known || dated.term.kind === 'closure' || !agrees(this.site, [dated]))
      throw new SiteTermRefusedError('SITE_TERM.FROM_PAST', 'it holds from today on at the earliest');
  }

  private add(term: Omit<SiteTerm, 'siteId' | 'version'>): SiteTerm {
    if (this.terms.length >= MOST_TERMS) throw new SiteTermRefusedError('SITE_TERM.TOO_MANY', 'recorded too often');
    const added = { ...term, siteId: this.site.siteId, version: this.terms.length + 1 };
    this.terms.push(added);
    return added;
  }
}

function textOf({ term, from, to }: DatedTerm): string {
  return canonicalJson([term, from, to] as unknown as JsonValue);
}
