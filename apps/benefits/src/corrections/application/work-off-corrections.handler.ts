import type { Clock } from '@doorstep/kernel';
import { failureReason } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Transactions, type Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ClaimBatch } from '../../claims/application/claim-batch.js';
import { claimsSince, earliest } from '../../claims/application/claim-scope.js';
import type { ClaimBook } from '../../claims/domain/claim-book.js';
import type { IsStopping } from '../../platform/repeated-work.js';
import { widest } from '../domain/cap-window.js';
import { PartingReader } from '../../people/application/parting-reader.port.js';
import { isAboutFiles, UNMERGED, weightier } from '../domain/reasons.js';
import { DAY_START } from './correction-queue.port.js';
import type { StoredTask } from './task-store.port.js';
import { TaskStore } from './task-store.port.js';

/** Persons of one transaction: small, so that a till never waits long for a lane. */
const GROUP = 16;
const LOOK_AT = 400;
const MOST_PROBLEM_CHARS = 300;

/**
 * Decides again what must be: a few persons a transaction, under their lanes, removing the tasks in the same transaction. Killed at any
 * point it goes on where it was; several workers do each person once.
 */
@Injectable()
export class WorkOffCorrectionsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly tasks: TaskStore,
    private readonly batch: ClaimBatch,
    private readonly partings: PartingReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many persons were due; 0 = nothing left for now. */
  async execute(isStopping: IsStopping = () => false): Promise<number> {
    const due = await this.transactions.read((tx) => this.tasks.due(tx, LOOK_AT));
    for (let from = 0; from < due.length && !isStopping(); from += GROUP)
      await this.group(due.slice(from, from + GROUP));
    return due.length;
  }

  /** Until nothing is due any more, or the process is to end. */
  async drain(isStopping: IsStopping = () => false): Promise<void> {
    while (!isStopping() && (await this.execute(isStopping)) > 0);
  }

  private async group(personIds: readonly string[]): Promise<void> {
    try {
      await this.correct(personIds);
    } catch (error) {
      const [only] = personIds;
      if (only === undefined) return;
      // One person whose books are in disorder must not stop the others.
      if (personIds.length > 1) for (const personId of personIds) await this.group([personId]);
      else await this.postpone(only, error);
    }
  }

  private async correct(personIds: readonly string[]): Promise<void> {
    const keys = personIds.map((key) => ({ space: 'person' as const, key }));
    await this.transactions.run({ keys, timeoutMs: 30_000 }, async (tx) => {
      const tasks = await this.tasks.take(tx, personIds);
      if (tasks.length === 0) return;
      await this.decideAgain(tx, tasks);
      await this.tasks.remove(
        tx,
        tasks.map(({ taskId }) => taskId),
      );
    });
  }

  private async decideAgain(tx: Tx, tasks: readonly StoredTask[]): Promise<void> {
    const byPerson = new Map<string, StoredTask>();
    for (const task of tasks) {
      const before = byPerson.get(task.personId);
      byPerson.set(task.personId, { ...weightier(before, task), window: widest(before?.window, task.window) });
    }
    const reasons = [...byPerson.values()];
    const parted = reasons.filter(({ why }) => why === UNMERGED);
    const partings = await this.partings.read(
      tx,
      parted.map(({ personId }) => personId),
    );
    const from = earliest(tasks.map(({ window }) => window.from));
    const scope = {
      personIds: [...new Set([...byPerson.keys(), ...partings.flatMap(({ members }) => members)])],
      originIds: [],
      claimsSince: claimsSince([from], this.clock.now()),
      originsSince: from,
      allAllowances: true,
    };
    const starts = tasks.filter(({ why }) => why === DAY_START);
    await this.batch.run(tx, scope, (book: ClaimBook) => {
      for (const { personId, window } of starts) book.startDay(personId, window.from);
      for (const parting of partings) {
        const cause = parted.find(({ personId }) => parting.members.includes(personId))?.cause;
        if (cause) book.part(parting, cause);
      }
      for (const { personId, window, cause, why } of reasons.filter((each) => !parted.includes(each))) {
        book.redecide(personId, window, cause, why);
        book.entitle(personId);
        // Nothing need have changed; still each file is told what the person has from now on.
        if (isAboutFiles(why)) book.touch(personId);
      }
    });
  }

  private async postpone(personId: string, error: unknown): Promise<void> {
    const problem = failureReason(error).slice(0, MOST_PROBLEM_CHARS);
    await this.transactions.run({ keys: [] }, (tx) => this.tasks.postpone(tx, personId, problem));
  }
}
