import { createHash } from 'node:crypto';
import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ImportView } from '@doorstep/contracts';
import { areaKey } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, LaneKey } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ImportRacedError } from '../domain/import.errors.js';
import type { ImportDrafts } from './import-drafts.js';
import { ImportSettlement } from './import-settlement.js';
import { PeopleDirectories } from './people-directories.js';
import type { PeopleDirectory } from './people-directory.js';
import { readDrafts } from './read-drafts.js';

export interface ImportFileRequest {
  readonly actor: Actor;
  readonly csv: string;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

/** Shorter than the gateway waits, so that the caller hears from us. */
const IMPORT_LIMIT_MS = 20_000;
/** Imports run one after the other: two of them may bring the same new person. */
export const ONE_IMPORT_AT_A_TIME: LaneKey = { space: 'operation', key: 'import' };

/** All or nothing: a file with one refused row leaves only its report. */
@Injectable()
export class ImportFile {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly directories: PeopleDirectories,
    private readonly settlement: ImportSettlement,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, csv, meta, request }: ImportFileRequest): Promise<ImportView> {
    const drafts = await readDrafts(csv);
    const directory = await this.transactions.read(actor, (tx) => this.directories.make(tx, drafts, this.clock.now()));
    const fileSha256 = createHash('sha256').update(csv).digest('hex');
    return this.transactions.run(actor, { keys: keysOf(drafts, directory), timeoutMs: IMPORT_LIMIT_MS }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.settlement.report(tx, replay.resourceId);
      if (await this.directories.isOutdated(tx, drafts, directory)) throw new ImportRacedError();
      const at = this.clock.now();
      const stamp = { at, by: actorRef(actor), importId: uuidv7(at.getTime()) };
      const task = { drafts, directory, refusals: drafts.refusals.copy(), stamp };
      const report = await this.settlement.settle(tx, task, { fileSha256, meta });
      // A refusal did nothing: the same file may be taken once what it lacked is there.
      if (report.state === 'applied')
        await this.idempotency.remember(tx, request, { status: 201, resourceId: report.id });
      return report;
    });
  }
}

/** Whatever the file may publish about: its areas and sites, the people it brings, and those it states facts about. */
function keysOf(drafts: ImportDrafts, directory: PeopleDirectory): LaneKey[] {
  const areas = drafts.areas.map(({ area }): LaneKey => ({ space: 'site', key: areaKey(area.code) }));
  const sites = drafts.sites.map(({ site }): LaneKey => ({ space: 'site', key: site.siteId }));
  const terms = drafts.terms.map(({ siteId }): LaneKey => ({ space: 'site', key: siteId }));
  const people = new Set([...drafts.people, ...drafts.facts].map((draft) => directory.find(draft)?.personId));
  const keys = [...people].flatMap((key): LaneKey[] => (key === undefined ? [] : [{ space: 'person', key }]));
  return [ONE_IMPORT_AT_A_TIME, ...areas, ...sites, ...terms, ...keys];
}
