import type { ClaimHistory, ToldClaim } from './claim-history.js';
import type { Merges } from './merges.js';
import type { LoggedFact } from './person-facts.js';
import type { PersonLog } from './person-log.js';

/** One file with what decisions made of it. */
export interface PlayedFile {
  readonly person: PersonLog;
  readonly history: ClaimHistory;
}

/** All files that were one person at any time, as one of them sees the others. Somebody with one file has nobody but itself here. */
export class PersonKin {
  constructor(
    private readonly personId: string,
    private readonly files: ReadonlyMap<string, PlayedFile>,
    private readonly merges: Merges,
  ) {}

  /** A fact of this file, or of one that was known to be the same person by then. */
  fact(factId: string, at: string): LoggedFact | undefined {
    for (const { person } of this.known(at)) {
      const found = person.facts.get(factId);
      if (found) return found;
    }
    return undefined;
  }

  /** Every birth that may be meant, that of the file itself last. */
  births(at: string): LoggedFact[] {
    const facts = this.known(at).flatMap(({ person }) => [...person.facts.values()]);
    const births = facts.filter(({ fact }) => fact.kind === 'birth');
    return births.sort((a, b) => Number(a.personId === this.personId) - Number(b.personId === this.personId));
  }

  /** A claim of another file that was known to be the same person by then. */
  claimElsewhere(claimId: string, at: string): ToldClaim | undefined {
    for (const { history } of this.known(at)) {
      const found = history.get(claimId);
      if (found) return found;
    }
    return undefined;
  }

  /** Facts of the person as the log has them at its end; of several births or deaths one of the standing file holds. */
  believed(): LoggedFact[] {
    const files = this.finally();
    const facts = files.flatMap(({ person }) => person.believed());
    if (files.length === 1) return facts;
    const standing = this.merges.standingOf(this.merges.finallyWith(this.personId));
    return facts.filter(({ fact: { kind }, personId }) => {
      if ((kind !== 'birth' && kind !== 'death') || personId === standing) return true;
      return !facts.some((other) => other.fact.kind === kind && other.personId === standing);
    });
  }

  /** Claims of all files that are this person in the end. */
  histories(): ClaimHistory[] {
    return this.finally().map(({ history }) => history);
  }

  private known(at: string): PlayedFile[] {
    return this.filesOf(this.merges.knownWith(this.personId, at));
  }

  private finally(): PlayedFile[] {
    return this.filesOf(this.merges.finallyWith(this.personId));
  }

  private filesOf(personIds: readonly string[]): PlayedFile[] {
    return personIds.flatMap((personId) => this.files.get(personId) ?? []);
  }
}
