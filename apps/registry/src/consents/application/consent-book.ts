import type { Actor } from '@doorstep/auth';
import { actChannelOf, actorRef } from '@doorstep/auth';
import type { ConsentWord, WithdrawConsent } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Consent, ConsentHistory, Withdrawal } from '../domain/consent.js';
import {
  ConsentDateError,
  ConsentNotFoundError,
  ConsentTextOutdatedError,
  ConsentTextUnknownError,
  ConsentWithdrawnError,
  TooManyConsentsError,
} from '../domain/consent.errors.js';
import { versionOn } from '../domain/consent-text.js';
import { consentGiven, consentWithdrawn } from './consent-events.js';
import { ConsentTexts } from './consent-texts.port.js';
import { ConsentRepository } from './consent.repository.port.js';

export const MOST_CONSENTS = 500;
const OLDEST_DAYS = 366;

/** Writes words down and takes them back, with their events. Called with the person's lane held. */
@Injectable()
export class ConsentBook {
  constructor(
    private readonly consents: ConsentRepository,
    private readonly texts: ConsentTexts,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async give(
    tx: Tx,
    { actor, meta, personId, text }: { actor: Actor; meta: EventMeta; personId: string; text: string },
    word: ConsentWord,
  ): Promise<Consent> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const givenOn = (word.givenOn ?? today) as LocalDate;
    if (givenOn > today || givenOn < addDays(today, -OLDEST_DAYS)) throw new ConsentDateError();
    const textSha256 = await this.hashOf(text, word.textVersion, givenOn);
    if ((await this.consents.count(tx, personId)) >= MOST_CONSENTS) throw new TooManyConsentsError(MOST_CONSENTS);
    const { textVersion, givenBy, how, source } = word;
    const recorded = { recordedAt: now, recordedBy: actorRef(actor) };
    const said = { text, textVersion, textSha256, givenBy, how, givenOn, source: source ?? null };
    const consent = { consentId: uuidv7(now.getTime()), personId, ...said, ...recorded };
    await this.consents.add(tx, consent);
    await this.outbox.add(tx, meta, consentGiven(consent, actChannelOf(actor, word.via)));
    return consent;
  }

  /** Throws ConsentNotFoundError, and ConsentWithdrawnError when it was taken back before. */
  async withdraw(
    tx: Tx,
    { actor, meta, personId, consentId }: { actor: Actor; meta: EventMeta; personId: string; consentId: string },
    { withdrawnBy, how, via }: WithdrawConsent,
  ): Promise<ConsentHistory> {
    const consent = await this.live(tx, personId, consentId);
    const recorded = { recordedAt: this.clock.now(), recordedBy: actorRef(actor) };
    const withdrawal: Withdrawal = { consentId, personId, withdrawnBy, how, ...recorded };
    await this.consents.withdraw(tx, withdrawal);
    await this.outbox.add(tx, meta, consentWithdrawn(consent.text, withdrawal, actChannelOf(actor, via)));
    return { consent, withdrawal };
  }

  /** The consent if it still holds. */
  async live(tx: Tx, personId: string, consentId: string): Promise<Consent> {
    const { consent, withdrawal } = await this.found(tx, personId, consentId);
    if (withdrawal) throw new ConsentWithdrawnError();
    return consent;
  }

  async found(tx: Tx, personId: string, consentId: string): Promise<ConsentHistory> {
    const found = await this.consents.find(tx, personId, consentId);
    if (!found) throw new ConsentNotFoundError();
    return found;
  }

  /** Of the version that held when the word was given; another one was not what the person was shown. */
  private async hashOf(text: string, version: number, givenOn: LocalDate): Promise<string> {
    const held = versionOn(await this.texts.all(), text, givenOn);
    if (!held) throw new ConsentTextUnknownError(text);
    if (held.version !== version) throw new ConsentTextOutdatedError(text, held.version);
    return held.sha256;
  }
}
