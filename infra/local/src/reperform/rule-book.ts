import type { EventData } from '@doorstep/contracts';
import { PolicyActivatedV1, PolicySupersededV1, PolicyWithdrawnV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

type Activated = EventData<typeof PolicyActivatedV1>;

interface Moment {
  readonly at: number;
  /** Versions in force on some day, by what names them. */
  readonly standing: ReadonlyMap<string, Activated>;
}

/** A batch reads its clock before it waits for rules that are being approved: it may decide by them with an earlier time. */
const WAITS_MS = 60_000;

/** The rule documents that the log announced: by hash, and which of them held at which moment. */
export class RuleBook {
  private readonly documents = new Map<string, string>();
  private readonly moments: Moment[] = [{ at: Number.NEGATIVE_INFINITY, standing: new Map() }];
  private readonly versions = new Map<string, CompiledPack | undefined>();
  private readonly packs = new Map<string, CompiledPack>();

  note(event: LoggedEvent): void {
    const activated = dataOf(event, PolicyActivatedV1);
    const gone = dataOf(event, PolicySupersededV1) ?? dataOf(event, PolicyWithdrawnV1);
    const about = activated ?? gone;
    if (!about) return;
    const standing = new Map(this.moments.at(-1)?.standing);
    if (gone) standing.delete(gone.policyId);
    if (activated) {
      standing.set(activated.policyId ?? `${activated.packId}@${activated.effectiveFrom}`, activated);
      this.documents.set(activated.sha256, activated.document);
    }
    this.moments.push({ at: Date.parse(about.at), standing });
  }

  /** One version by the hash of its document; undefined when the log announced none, or the document has another hash. */
  version(hash: string): CompiledPack | undefined {
    if (this.versions.has(hash)) return this.versions.get(hash);
    const text = this.documents.get(hash);
    const pack = text === undefined ? undefined : compilePack([{ file: hash, text }]);
    const found = pack?.versions[0]?.sha256 === hash ? pack : undefined;
    this.versions.set(hash, found);
    return found;
  }

  /** Whether that version was the one for a service date when something was decided. */
  held(packId: string, hash: string, date: LocalDate, decidedAt: string): boolean {
    const decided = Date.parse(decidedAt);
    const first = this.indexAt(decided);
    return this.moments.some(
      ({ at, standing }, index) =>
        (index === first || (index > first && at <= decided + WAITS_MS)) &&
        [...standing.values()].some((each) => each.packId === packId && each.sha256 === hash && covers(each, date)),
    );
  }

  /** All versions of a pack that held then, ready to decide; undefined when there were none. */
  pack(packId: string, decidedAt: string): CompiledPack | undefined {
    const index = this.indexAt(Date.parse(decidedAt));
    const key = `${index}|${packId}`;
    const known = this.packs.get(key);
    if (known) return known;
    const standing = [...(this.moments[index]?.standing.values() ?? [])].filter((each) => each.packId === packId);
    if (standing.length === 0) return undefined;
    const pack = compilePack(
      standing.map(({ sha256, document, effectiveTo }) => ({
        file: sha256,
        text: document,
        ...(effectiveTo !== null && { until: effectiveTo }),
      })),
    );
    this.packs.set(key, pack);
    return pack;
  }

  private indexAt(instant: number): number {
    return this.moments.findLastIndex(({ at }) => at <= instant);
  }
}

function covers({ effectiveFrom, effectiveTo }: Activated, date: LocalDate): boolean {
  return effectiveFrom <= date && (effectiveTo === null || date < effectiveTo);
}
