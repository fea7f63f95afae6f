import { CLOCK } from '@doorstep/observability';
import type { Clock } from '@doorstep/kernel';
import { assert } from '@doorstep/kernel';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolState } from '../../budgets/domain/budget-pool.js';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import { CorrectionQueue, type CorrectionTask } from '../../corrections/application/correction-queue.port.js';
import type { Claim } from '../domain/claim.js';
import { movementsOf } from '../domain/claim-movements.js';
import { freedWindow } from '../domain/freed-window.js';
import { ClaimBook } from '../domain/claim-book.js';
import type { RuleBook } from '../domain/judge.js';
import type { ClaimWorld } from '../domain/claim-world.js';
import { claimEvents } from './claim-events.js';
import type { ClaimRows, LoadScope } from './claim-store.port.js';
import { ClaimStore } from './claim-store.port.js';
import { worldOf } from './claim-world.js';

interface Play {
  readonly packs: RuleBook['packs'];
  readonly budgets: readonly PoolState[];
  readonly now: Date;
}

const SYSTEM = { actor: 'client:benefits', correlationId: 'benefits' };
const MOST_ATTEMPTS = 4;

/**
 * One set-based transaction for many decisions (ADR 0009). Budgets are read without a lock and charged by the last statement; when
 * one runs short, everything is undone to the savepoint and played again with the batch's budgets locked first; so is a batch that
 * opens accounts of the ledger.
 */
@Injectable()
export class ClaimBatch {
  constructor(
    private readonly store: ClaimStore,
    private readonly shelf: PackShelf,
    private readonly outbox: Outbox,
    private readonly corrections: CorrectionQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `play` is called again with a fresh book when budgets had to be locked; its last answer counts. */
  async run<T>(tx: Tx, scope: LoadScope, play: (book: ClaimBook) => T): Promise<T> {
    const now = this.clock.now();
    const rows = await this.store.load(tx, scope, 'held');
    // Taken once: a quote beside this batch may see older rules and must not change them between two attempts.
    const packs = await this.shelf.packsAt(tx, rows.policyRevision);
    const locked = new Set<string>();
    let budgets = rows.budgets;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const world = this.world(rows, scope, { packs, budgets, now });
      const book = new ClaimBook(world);
      const answer = play(book);
      const underLock = world.pools.consulted().every((id) => locked.has(id));
      const guessed = world.pools.anyShort() && !underLock;
      if (!guessed && (await this.save(tx, world, book, underLock))) return answer;
      for (const id of world.pools.consulted()) locked.add(id);
      budgets = await this.lock(tx, budgets, [...locked]);
    }
    throw new Error('a batch touches other budgets each time it is played');
  }

  /** Reads like a batch and decides like one, and leaves no trace; by the rules in force, or by others that are being tried. */
  async whatIf<T>(tx: Tx, scope: LoadScope, play: (world: ClaimWorld) => T, packs?: RuleBook['packs']): Promise<T> {
    const rows = await this.store.load(tx, scope, 'none');
    const inForce = await this.shelf.packsAt(tx, rows.policyRevision);
    return play(this.world(rows, scope, { packs: packs ?? inForce, budgets: rows.budgets, now: this.clock.now() }));
  }

  private world(rows: ClaimRows, scope: LoadScope, { packs, budgets, now }: Play): ClaimWorld {
    return worldOf(rows, scope.personIds, { decide: this.shelf.decide, packs }, now, budgets);
  }

  private async lock(tx: Tx, known: readonly PoolState[], ids: readonly string[]): Promise<PoolState[]> {
    const fresh = new Map((await this.store.lockBudgets(tx, ids)).map((state) => [state.budgetId, state]));
    return known.map((state) => fresh.get(state.budgetId) ?? state);
  }

  /**
   * Budgets come before anything else that others wait for: accounts that are opened, and the sums of the ledger. So a batch that is
   * played under their lock never meets another one that holds those and waits for a budget.
   */
  private async save(tx: Tx, world: ClaimWorld, book: ClaimBook, underLock: boolean): Promise<boolean> {
    const all = [...new Set(world.files.values())];
    const files = all.filter((file) => file.touched || file.wallet.moved);
    const origins = all.flatMap((file) => file.allOrigins()).filter((origin) => origin.changed);
    if (files.length === 0 && origins.length === 0) return true;
    const pools = world.pools.changed();
    const moved = movementsOf(book.changes);
    if (!underLock && pools.length > 0 && (await this.store.opensAccounts(tx, moved))) return false;
    const risky = pools.some((pool) => pool.takes);
    if (risky) await this.store.mark(tx);
    const claims = files.flatMap((file) => file.allClaims()).filter((claim) => claim.changed);
    const { corrections } = book;
    const sumUp = await this.store.write(tx, { claims, origins, moved, corrections, files, now: world.now });
    await this.corrections.addWhereCut(
      tx,
      book.endedClaims.flatMap((claim) => followUps(claim, world)),
    );
    await this.corrections.add(tx, book.toDecideAgain);
    await this.outbox.add(tx, SYSTEM, ...claimEvents(book.changes, files, world.now));
    const charged = await this.store.charge(tx, pools, world.now);
    if (charged) await sumUp();
    else await this.store.undoToMark(tx);
    return charged;
  }
}

/** What an ended claim had used up may now be had by others of the same person, in whichever file they are. */
function followUps(claim: Claim, { files }: ClaimWorld): CorrectionTask[] {
  const { personId, claimId } = claim.record;
  const file = files.get(personId);
  assert(file, 'a claim ends on the file of its person');
  const window = freedWindow(claim, file.wallet);
  const cause = { ...SYSTEM, causationId: claimId };
  return file.memberIds.map((member) => ({ personId: member, window, why: 'claim_ended', cause }));
}
