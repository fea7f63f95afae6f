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
import { ApplicationRepository } from './application.repository.port.js';

const DAY_MS = 86_400_000;
const DRAFT_DAYS = 60;
const REMIND_DAYS = 30;
const AT_ONCE = 100;

export interface ExpiryReport {
  readonly expired: number;
  readonly reminded: number;
}

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
    const [due, toRemind] = await this.transactions.read('system', async (tx) => [
      await this.applications.due(tx, today, new Date(now.getTime() - DRAFT_DAYS * DAY_MS), AT_ONCE),
      await this.applications.toRemind(tx, today, addDays(today, REMIND_DAYS), AT_ONCE),
    ]);
    const meta: EventMeta = { actor: 'client:registry', correlationId: uuidv7(now.getTime()) };
    let expired = 0;
    for (const each of due) if (await this.forPerson(each, (tx) => this.expire(tx, meta, each))) expired += 1;
    let reminded = 0;
    for (const each of toRemind) if (await this.forPerson(each, (tx) => this.remind(tx, each))) reminded += 1;
    return { expired, reminded };
  }

  private forPerson({ personId }: Application, work: (tx: Tx) => Promise<boolean>): Promise<boolean> {
    return this.transactions.run('system', { keys: [{ space: 'person', key: personId }] }, work);
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
