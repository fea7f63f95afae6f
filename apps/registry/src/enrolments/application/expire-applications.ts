import type { Clock } from '@doorstep/kernel';
import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { TellPerson } from '../../notifications/application/tell-person.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Application } from '../domain/application.js';
import { after } from '../domain/application.js';
import { ApplicationFile } from './application-file.js';
import { renewalDue } from './application-notices.js';
import type { Portion } from './application.repository.port.js';
import { ApplicationRepository } from './application.repository.port.js';

const DAY_MS = 86_400_000;
const DRAFT_DAYS = 60;
const REMIND_DAYS = 30;
const AT_ONCE = 100;

export interface ExpiryReport {
  readonly expired: number;
  readonly reminded: number;
  /** Those that threw; they are tried again with the next look. */
  readonly failed: readonly FailedApplication[];
}

interface FailedApplication {
  readonly applicationId: string;
  readonly error: unknown;
}

interface Tally {
  done: number;
  readonly failed: FailedApplication[];
}

type Listing = (tx: Tx, portion: Portion) => Promise<Application[]>;

/** Below every id. */
const LOWEST = '00000000-0000-0000-0000-000000000000';

/** Ends what nobody went on with and what has lapsed, and reminds of what is about to. Safe to run twice, and on several machines. */
@Injectable()
export class ExpireApplications {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly applications: ApplicationRepository,
    private readonly file: ApplicationFile,
    private readonly tellPerson: TellPerson,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(): Promise<ExpiryReport> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const draftsBefore = new Date(now.getTime() - DRAFT_DAYS * DAY_MS);
    const meta: EventMeta = { actor: 'client:registry', correlationId: uuidv7(now.getTime()) };
    const expiry = await this.workOff(
      (tx, portion) => this.applications.due(tx, today, draftsBefore, portion),
      (tx, each) => this.expire(tx, meta, each),
    );
    const reminders = await this.workOff(
      (tx, portion) => this.applications.toRemind(tx, today, addDays(today, REMIND_DAYS), portion),
      (tx, each) => this.remind(tx, each),
    );
    return { expired: expiry.done, reminded: reminders.done, failed: [...expiry.failed, ...reminders.failed] };
  }

  /** Portion by portion, each application in a transaction of its own: one that cannot be worked off stands in nobody's way. */
  private async workOff(list: Listing, work: (tx: Tx, application: Application) => Promise<boolean>): Promise<Tally> {
    const tally: Tally = { done: 0, failed: [] };
    for (let after = LOWEST; ;) {
      const portion = { after, limit: AT_ONCE };
      const listed = await this.transactions.read('system', (tx) => list(tx, portion));
      for (const each of listed) await this.attempt(each, (tx) => work(tx, each), tally);
      const last = listed.at(-1);
      if (!last || listed.length < AT_ONCE) return tally;
      after = last.applicationId;
    }
  }

  private async attempt(
    { applicationId, personId }: Application,
    work: (tx: Tx) => Promise<boolean>,
    tally: Tally,
  ): Promise<void> {
    try {
      if (await this.transactions.run('system', { keys: [{ space: 'person', key: personId }] }, work)) tally.done += 1;
    } catch (error) {
      tally.failed.push({ applicationId, error });
    }
  }

  /** Somebody may have gone on with it since it was listed. */
  private async expire(tx: Tx, meta: EventMeta, listed: Application): Promise<boolean> {
    const present = await this.applications.find(tx, listed.applicationId);
    if (present?.version !== listed.version) return false;
    await this.file.put(tx, meta, after(present, 'expire'), {
      reason: listed.state === 'approved' ? 'lapsed' : 'no_answer',
    });
    return true;
  }

  private async remind(tx: Tx, listed: Application): Promise<boolean> {
    const present = await this.applications.find(tx, listed.applicationId);
    if (present?.state !== 'approved') return false;
    await this.applications.reminded(tx, present.applicationId, this.clock.now());
    await this.tellPerson.tell(tx, renewalDue(present));
    return true;
  }
}
