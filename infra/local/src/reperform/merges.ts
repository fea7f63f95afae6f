import type { EventData } from '@doorstep/contracts';
import { PersonMergedV1, PersonUnmergedV1 } from '@doorstep/contracts';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

type Told = EventData<typeof PersonMergedV1>;

interface Link {
  readonly personId: string;
  readonly intoPersonId: string;
  readonly at: number;
  undoneAt?: number;
}

/** Two services need not have the same clock. */
const CLOCKS_DIFFER_MS = 60_000;
/** How long a service may go on believing a merge that was undone, until it hears of that (design). */
const HEARD_WITHIN_MS = 15 * 60_000;

/** Which files the registry told to be one person, and when. */
export class Merges {
  private readonly links = new Map<string, Link>();
  private readonly linksOf = new Map<string, Link[]>();

  note(event: LoggedEvent): void {
    const merged = dataOf(event, PersonMergedV1);
    if (merged && !this.links.has(merged.mergeId)) this.join(merged);
    const undone = dataOf(event, PersonUnmergedV1);
    const link = this.links.get(undone?.mergeId ?? '');
    if (undone && link) link.undoneAt = Date.parse(undone.recordedAt);
  }

  /** All files that were one person at any time, or undefined for somebody with one file. */
  everWith(personId: string): string[] | undefined {
    return this.linksOf.has(personId) ? this.reached(personId, () => true) : undefined;
  }

  /** Those that were known to be one person at that moment; what was undone shortly before may still have been believed. */
  knownWith(personId: string, at: string): string[] {
    const moment = Date.parse(at);
    const [latest, heard] = [moment + CLOCKS_DIFFER_MS, moment - HEARD_WITHIN_MS];
    return this.reached(
      personId,
      (link) => link.at <= latest && (link.undoneAt === undefined || link.undoneAt >= heard),
    );
  }

  /** Those that are one person in the end. */
  finallyWith(personId: string): string[] {
    return this.reached(personId, ({ undoneAt }) => undoneAt === undefined);
  }

  /** Of files that are one person, the one that stands for it: the one that was merged into no other. */
  standingOf(files: readonly string[]): string | undefined {
    return files.find(
      (file) => !this.linksOf.get(file)?.some((link) => link.personId === file && link.undoneAt === undefined),
    );
  }

  private join({ mergeId, personId, intoPersonId, recordedAt }: Told): void {
    const link: Link = { personId, intoPersonId, at: Date.parse(recordedAt) };
    this.links.set(mergeId, link);
    for (const file of [personId, intoPersonId]) this.linksOf.set(file, [...(this.linksOf.get(file) ?? []), link]);
  }

  private reached(personId: string, counts: (link: Link) => boolean): string[] {
    const found = new Set([personId]);
    for (const file of found)
      for (const link of this.linksOf.get(file) ?? [])
        if (counts(link)) found.add(link.personId === file ? link.intoPersonId : link.personId);
    return [...found].sort();
  }
}
