import type { Actor } from '@doorstep/auth';
import type { ErasureView } from '@doorstep/contracts';
import { ErasureRequestedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import { Survivors } from '../../people/application/survivors.port.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Erasure } from '../domain/erasure.js';
import { ErasureDecidedError, ErasureNotFoundError } from '../domain/erasure.errors.js';
import { ErasureRepository } from './erasure.repository.port.js';
import { erasureViewOf } from './erasure-view.js';

/**
 * All files of a person go together: who reaches one of them erases and exports the person, since the right is the person's (ADR 0042). Each
 * file has a request of its own, because those who keep something of it go by the number of the request.
 */
@Injectable()
export class PersonFiles {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly people: PersonRepository,
    private readonly survivors: Survivors,
    private readonly erasures: ErasureRepository,
  ) {}

  /** Also those out of the actor's reach, and those erased; the one that is asked for comes first. */
  async of(tx: Tx, actor: Actor, personId: string): Promise<string[]> {
    await this.transactions.enter(tx, 'system');
    const files = await this.survivors.filesOf(tx, [personId]);
    await this.transactions.enter(tx, actor);
    return [personId, ...files.filter((each) => each !== personId)];
  }

  /** The other files that were not erased. Needs the reach of the service itself. */
  async others(tx: Tx, personId: string): Promise<string[]> {
    const files = await this.survivors.filesOf(tx, [personId]);
    const kept = new Set(await this.people.reached(tx, files));
    return files.filter((each) => each !== personId && kept.has(each));
  }

  /** Throws ErasureNotFoundError. */
  async known(tx: Tx, erasureId: string): Promise<Erasure> {
    const found = await this.erasures.find(tx, erasureId);
    if (!found) throw new ErasureNotFoundError();
    return found;
  }

  async viewOf(tx: Tx, actor: Actor, erasure: Erasure): Promise<ErasureView> {
    return erasureViewOf(erasure, await this.of(tx, actor, erasure.personId));
  }

  /** Whether the person waits for a decision, under whichever file. */
  async isOpen(tx: Tx, actor: Actor, personId: string): Promise<boolean> {
    await this.transactions.enter(tx, 'system');
    const open: unknown[] = [];
    for (const each of await this.survivors.filesOf(tx, [personId])) open.push(await this.erasures.openOf(tx, each));
    await this.transactions.enter(tx, actor);
    return open.some((each) => each !== undefined);
  }

  /**
   * The request, and those of the other files that are still there: open ones of their own, else the same as this one, under the numbers in
   * `fresh`. Needs the reach of the service itself.
   */
  async requests(tx: Tx, asked: Erasure, fresh: Map<string, string>): Promise<Erasure[]> {
    const requests = [asked];
    for (const personId of await this.others(tx, asked.personId)) {
      const erasureId = fresh.get(personId) ?? uuidv7();
      fresh.set(personId, erasureId);
      requests.push((await this.erasures.openOf(tx, personId)) ?? { ...asked, erasureId, personId });
    }
    return requests;
  }

  /** Answers what others are told. */
  async add(tx: Tx, erasure: Erasure): Promise<NewEvent> {
    const { erasureId, personId, ground, requestedAt } = erasure;
    await this.erasures.add(tx, erasure);
    const told = { erasureId, personId, ground, requestedAt: requestedAt.toISOString() };
    return newEvent(ErasureRequestedV1, erasureId, told);
  }

  /** Adds the request first where it was made for a further file. Answers what others are told; throws ErasureDecidedError. */
  async decide(tx: Tx, erasure: Erasure): Promise<NewEvent[]> {
    const events = (await this.erasures.find(tx, erasure.erasureId)) ? [] : [await this.add(tx, erasure)];
    if (!(await this.erasures.decide(tx, erasure))) throw new ErasureDecidedError();
    return events;
  }

  sitesOf(tx: Tx, personId: string): Promise<{ siteId: string; lastOn: string }[]> {
    return this.erasures.sitesOf(tx, personId);
  }
}
