import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CorrectionQueue, type CorrectionTask } from '../../corrections/application/correction-queue.port.js';
import { capWindow, widest } from '../../corrections/domain/cap-window.js';
import type { Cause } from '../../claims/domain/happening.js';
import type { Window } from '../../claims/domain/window.js';
import type { FactRecord } from '../domain/person-facts.js';
import { datesTouchedBy } from '../domain/person-facts.js';
import type { Retraction } from './person-store.port.js';
import { PersonStore } from './person-store.port.js';

export type Learnt =
  | {
      readonly kind: 'recorded';
      readonly fact: FactRecord;
      readonly replaces: string | undefined;
      readonly cause: Cause;
    }
  | { readonly kind: 'retracted'; readonly personId: string; readonly retraction: Retraction; readonly cause: Cause };

/** Keeps what was learnt about persons, and leaves word in the same transaction which of their claims must be decided again. */
@Injectable()
export class LearnFactsHandler {
  constructor(
    private readonly people: PersonStore,
    private readonly corrections: CorrectionQueue,
  ) {}

  async execute(tx: Tx, learnt: readonly Learnt[]): Promise<void> {
    const recorded = learnt.flatMap((each) => (each.kind === 'recorded' ? [each.fact] : []));
    await this.people.record(tx, recorded);
    const gone = await this.people.retract(tx, learnt.flatMap(retractionOf));
    const personIds = [...new Set([...recorded, ...gone].map((fact) => fact.personId))];
    await this.people.refresh(tx, personIds);
    await this.corrections.add(tx, touched([...recorded, ...gone], learnt));
  }
}

function retractionOf(learnt: Learnt): Retraction[] {
  if (learnt.kind === 'retracted') return [learnt.retraction];
  if (learnt.replaces === undefined) return [];
  const { personId, recordedAt } = learnt.fact;
  return [{ personId, factId: learnt.replaces, reason: 'replaced', at: recordedAt }];
}

function touched(facts: readonly FactRecord[], learnt: readonly Learnt[]): CorrectionTask[] {
  const causes = new Map(
    learnt.map((each) => [each.kind === 'recorded' ? each.fact.personId : each.personId, each.cause]),
  );
  const windows = new Map<string, Window>();
  for (const fact of facts)
    windows.set(fact.personId, widest(windows.get(fact.personId), capWindow(datesTouchedBy(fact))));
  return [...windows].flatMap(([personId, window]) => {
    const cause = causes.get(personId);
    return cause ? [{ personId, window, why: 'late_facts', cause }] : [];
  });
}
