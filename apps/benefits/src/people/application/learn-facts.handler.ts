import type { LocalDate } from '@doorstep/kernel';
import { addDays, addMonths, mondayOf, monthOf } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LateFacts } from '../../claims/application/redecide-claims.handler.js';
import { RedecideClaimsHandler } from '../../claims/application/redecide-claims.handler.js';
import type { Cause } from '../../claims/domain/happening.js';
import type { Window } from '../../claims/domain/redecision.js';
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

/** Keeps what was learnt about persons and has the claims decided again that it touches, in the same transaction. */
@Injectable()
export class LearnFactsHandler {
  constructor(
    private readonly people: PersonStore,
    private readonly redecide: RedecideClaimsHandler,
  ) {}

  async execute(tx: Tx, learnt: readonly Learnt[]): Promise<void> {
    const recorded = learnt.flatMap((each) => (each.kind === 'recorded' ? [each.fact] : []));
    await this.people.record(tx, recorded);
    const gone = await this.people.retract(tx, learnt.flatMap(retractionOf));
    const personIds = [...new Set([...recorded, ...gone].map((fact) => fact.personId))];
    await this.people.refresh(tx, personIds);
    await this.redecide.execute(tx, lateFacts([...recorded, ...gone], learnt));
  }
}

function retractionOf(learnt: Learnt): Retraction[] {
  if (learnt.kind === 'retracted') return [learnt.retraction];
  if (learnt.replaces === undefined) return [];
  return [{ factId: learnt.replaces, reason: 'replaced', at: learnt.fact.recordedAt }];
}

function lateFacts(facts: readonly FactRecord[], learnt: readonly Learnt[]): LateFacts[] {
  const causes = new Map(
    learnt.map((each) => [each.kind === 'recorded' ? each.fact.personId : each.personId, each.cause]),
  );
  const windows = new Map<string, Window>();
  for (const fact of facts)
    windows.set(fact.personId, widest(windows.get(fact.personId), capWindow(datesTouchedBy(fact))));
  return [...windows].flatMap(([personId, window]) => {
    const cause = causes.get(personId);
    return cause ? [{ personId, window, cause }] : [];
  });
}

/** A changed claim frees or uses up caps of its whole week and month. */
function capWindow({ from, to }: Window): Window {
  const monthStart = `${monthOf(from)}-01` as LocalDate;
  const weekStart = mondayOf(from);
  const start = weekStart < monthStart ? weekStart : monthStart;
  if (to === undefined) return { from: start, to: undefined };
  const monthEnd = addDays(`${addMonths(monthOf(to), 1)}-01` as LocalDate, -1);
  const weekEnd = addDays(mondayOf(to), 6);
  return { from: start, to: weekEnd > monthEnd ? weekEnd : monthEnd };
}

function widest(a: Window | undefined, b: Window): Window {
  if (!a) return b;
  const to = a.to === undefined || b.to === undefined ? undefined : a.to > b.to ? a.to : b.to;
  return { from: a.from < b.from ? a.from : b.from, to };
}
