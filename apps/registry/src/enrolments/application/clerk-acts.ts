import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ApplicationView, AskClarification, DecideApplication } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, isSamePerson, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { FamilyLinkRepository } from '../../families/application/family-link.repository.port.js';
import { after } from '../domain/application.js';
import { ApplicationDatesError, OwnApplicationError } from '../domain/application.errors.js';
import type { FoundApplication } from './application-book.js';
import { ApprovalFacts } from './approval-facts.js';
import type { ApplicationCommand } from './change-application.js';
import { ChangeApplication } from './change-application.js';

const LONGEST_ANSWER_DAYS = 90;

/** What a civil-affairs clerk does; never in a case in which the own account has a part. */
@Injectable()
export class ClerkActs {
  constructor(
    private readonly change: ChangeApplication,
    private readonly approvals: ApprovalFacts,
    private readonly links: FamilyLinkRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  ask(command: ApplicationCommand, { questions, answerBy }: AskClarification): Promise<ApplicationView> {
    const today = shanghaiDate(this.clock.now());
    if (answerBy < today || answerBy > addDays(today, LONGEST_ANSWER_DAYS))
      throw new ApplicationDatesError('an answer is awaited for at most ninety days');
    return this.change.execute(command, async (tx, found) => {
      await this.checkImpartial(tx, command.actor, found);
      return {
        application: after(found.application, 'ask', { answerBy: answerBy as LocalDate }),
        details: { questions },
      };
    });
  }

  decide(command: ApplicationCommand, decision: DecideApplication): Promise<ApplicationView> {
    return this.change.execute(command, async (tx, found) => {
      await this.checkImpartial(tx, command.actor, found);
      if (decision.outcome === 'refused')
        return {
          application: after(found.application, 'refuse', { answerBy: null }),
          details: { reason: decision.reason },
        };
      const [effectiveFrom, validTo] = [decision.effectiveFrom as LocalDate, decision.validTo as LocalDate | null];
      const approved = after(found.application, 'approve', { effectiveFrom, validTo });
      const factId = await this.approvals.record(tx, command, approved);
      return { application: { ...approved, factId } };
    });
  }

  private async checkImpartial(tx: Tx, actor: Actor, { application, steps }: FoundApplication): Promise<void> {
    const own = actorRef(actor);
    const tookPart = steps.some(({ by, state }) => isSamePerson(by, own) && APPLICANT_STATES.includes(state));
    const { joined } = await this.links.countLive(tx, application.personId, actor.subject);
    if (tookPart || isSamePerson(application.appliedBy, own) || joined) throw new OwnApplicationError();
  }
}

const APPLICANT_STATES: readonly string[] = ['draft', 'submitted', 'clarification_answered'];
