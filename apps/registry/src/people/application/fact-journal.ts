import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { RecordFact, RetractFact } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { AreaTree } from '../../areas/domain/area-tree.js';
import { checkFact } from '../domain/fact-rules.js';
import { datedFact, identityOf } from '../domain/person-fact.js';
import type { DatedFact, PersonFact } from '../domain/person-fact.js';
import {
  FactKnownError,
  FactNotBelievedError,
  FactNotFoundError,
  FactRefusedError,
} from '../domain/person-fact.errors.js';
import type { FactRetraction } from './fact.repository.port.js';
import { FactRepository } from './fact.repository.port.js';
import { PersonAccess } from './person-access.js';

export interface FactTarget {
  readonly personId: string;
  readonly factId: string;
}

/** Decides what may be believed of a person from now on. Writes nothing; called with the person's lane held. */
@Injectable()
export class FactJournal {
  constructor(
    private readonly access: PersonAccess,
    private readonly facts: FactRepository,
    private readonly areas: AreaRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async admit(tx: Tx, actor: Actor, personId: string, body: RecordFact): Promise<PersonFact> {
    await this.access.personFor(tx, personId);
    const fact = datedFact(body.fact, body.validFrom, body.validTo);
    await this.checkPlace(tx, fact);
    const believed = await this.facts.believed(tx, [personId]);
    const replaced = replacedBy(fact, body.replacesFactId, believed);
    const others = believed.filter((other) => other !== replaced);
    const now = this.clock.now();
    checkFact(fact, others, shanghaiDate(now));
    return {
      ...fact,
      factId: uuidv7(now.getTime()),
      personId,
      recordedAt: now,
      recordedBy: actorRef(actor),
      source: body.source ?? null,
      replacesFactId: replaced?.factId ?? null,
    };
  }

  async retraction(tx: Tx, actor: Actor, target: FactTarget, body: RetractFact): Promise<FactRetraction> {
    await this.access.personFor(tx, target.personId);
    const found = await this.facts.find(tx, target.personId, target.factId);
    if (!found) throw new FactNotFoundError();
    if (found.endedAt !== null) throw new FactNotBelievedError(target.factId);
    const recorded = { recordedAt: this.clock.now(), recordedBy: actorRef(actor) };
    return { ...target, reason: body.reason, source: body.source ?? null, ...recorded };
  }

  private async checkPlace(tx: Tx, { value }: DatedFact): Promise<void> {
    if (value.kind !== 'hukou' && value.kind !== 'residence') return;
    if (new AreaTree(await this.areas.all(tx)).problemOfPlace(value.place))
      throw new FactRefusedError('PERSON_FACT.AREA_UNKNOWN', 'no such area in this city');
  }
}

/** Saying again what is believed needs the word that it replaces it; nothing is overwritten by accident. */
function replacedBy(
  fact: DatedFact,
  factId: string | undefined,
  believed: readonly PersonFact[],
): PersonFact | undefined {
  const known = believed.find((other) => identityOf(other) === identityOf(fact));
  if (known && known.factId !== factId) throw new FactKnownError(known.factId);
  if (factId === undefined) return undefined;
  const replaced = believed.find((other) => other.factId === factId);
  if (!replaced) throw new FactNotBelievedError(factId);
  if (replaced.value.kind !== fact.value.kind)
    throw new FactRefusedError('PERSON_FACT.REPLACES_OTHER_KIND', 'a fact replaces one of the same kind');
  return replaced;
}
