import type { QuickRegister as QuickRegisterBody } from '@doorstep/contracts';
import { PeopleLookedUpV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Stamp } from '../../shared/stamp.js';
import { TooManyRegistrationsError } from '../domain/registration.errors.js';
import type { Known } from './known-visitor.js';
import { KnownVisitor } from './known-visitor.js';
import { NewVisitor } from './new-visitor.js';
import type { Registration } from './registrations.port.js';
import { Registrations } from './registrations.port.js';

export interface Visitor {
  /** Of somebody new; of a look at somebody who is known, the number of that look. */
  readonly personId: string;
  readonly bornOn: string;
  readonly body: QuickRegisterBody;
  readonly stamp: Stamp;
  /** Business date. */
  readonly on: string;
}

/** Counts the try, finds out whether the visitor is known, and registers who is not. */
@Injectable()
export class RegisterVisitor {
  constructor(
    private readonly known: KnownVisitor,
    private readonly fresh: NewVisitor,
    private readonly registrations: Registrations,
  ) {}

  /** Throws TooManyRegistrationsError. */
  async execute(tx: Tx, visitor: Visitor, limit: number): Promise<{ done: Registration; events: NewEvent[] }> {
    const { personId, body, stamp, on } = visitor;
    const { siteId } = body;
    if ((await this.registrations.countOf(tx, siteId, on)) >= limit) throw new TooManyRegistrationsError(limit);
    const known = await this.known.find(tx, body);
    const events = known === undefined ? await this.fresh.register(tx, visitor) : [lookedUp(visitor, known)];
    const about = { registrationId: uuidv7(stamp.at.getTime()), siteId, on, at: stamp.at, by: stamp.by };
    const done: Registration = { ...about, ...outcomeOf(known, personId) };
    await this.registrations.add(tx, done);
    return { done, events };
  }

  find(tx: Tx, registrationId: string): Promise<Registration | undefined> {
    return this.registrations.find(tx, registrationId);
  }
}

/** The vault was opened to compare: on record with those whose entries it was, whether the name fitted or not. */
function lookedUp({ personId: accessId, stamp }: Visitor, known: Known): NewEvent {
  const personIds = [...new Set([...known.opened, ...(known.personId === null ? [] : [known.personId])])];
  const viewedAt = stamp.at.toISOString();
  return newEvent(PeopleLookedUpV1, accessId, { accessId, purpose: 'registration', personIds, askedFor: 1, viewedAt });
}

function outcomeOf(known: Known | undefined, newId: string): Pick<Registration, 'outcome' | 'personId'> {
  if (known === undefined) return { outcome: 'registered', personId: newId };
  return { outcome: known.personId === null ? 'other_name' : 'known', personId: known.personId };
}
