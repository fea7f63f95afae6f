import { DomainError } from '@doorstep/kernel';
import { Outbox } from '@doorstep/messaging';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { OrderDraft } from './draft-order.js';
import { draftOrder, takeStock } from './draft-order.js';
import { MealOrders } from './meal-orders.port.js';
import type { PlaceMealOrder, PlacementOutcome } from './place-meal-order.command.js';
import { PlacementSurroundings, type Surroundings } from './placement-surroundings.js';

/** A placed order is a created resource; a replay answers the same status. */
export const PLACED_STATUS = 201;

export function laneOfPlacement({ body }: PlaceMealOrder): LaneKey {
  return { space: 'person', key: body.personId ?? body.id };
}

/**
 * Places many orders of different people in one transaction with a fixed number of statements: at a lunch peak the price of a
 * commit is shared by all who stand in line. Refused orders leave no trace; the others are not touched by them.
 */
@Injectable()
export class PlacementBatch {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly orders: MealOrders,
    private readonly surroundings: PlacementSurroundings,
  ) {}

  /** Outcomes in the order of the commands. Throws only when nothing at all was written. */
  async run(commands: readonly PlaceMealOrder[]): Promise<PlacementOutcome[]> {
    return this.transactions.run({ keys: commands.map(laneOfPlacement) }, (tx) => this.place(tx, commands));
  }

  private async place(tx: Tx, commands: readonly PlaceMealOrder[]): Promise<PlacementOutcome[]> {
    const outcomes = new Map<PlaceMealOrder, PlacementOutcome>();
    // Sent without waiting for one another, here and when writing: a batch costs a few flights, not one a statement.
    const [around] = await Promise.all([this.surroundings.of(tx, commands), this.replay(tx, commands, outcomes)]);
    const fresh = commands.filter((command) => !outcomes.has(command));
    if (fresh.length > 0) await this.write(tx, draftAll(fresh, around, outcomes));
    return commands.map((command) => outcomes.get(command) as PlacementOutcome);
  }

  private async replay(tx: Tx, commands: readonly PlaceMealOrder[], outcomes: Map<PlaceMealOrder, PlacementOutcome>) {
    const known = await this.idempotency.replaysOf(
      tx,
      commands.map(({ request }) => request),
    );
    commands.forEach((command, index) => {
      const answer = known[index];
      if (answer instanceof Error) outcomes.set(command, refusal(answer));
      else if (answer) outcomes.set(command, { kind: 'replayed', orderId: answer.resourceId });
    });
  }

  private async write(tx: Tx, drafts: ReadonlyMap<PlaceMealOrder, OrderDraft>): Promise<void> {
    const [first] = drafts.keys();
    if (!first) return;
    const all = [...drafts.values()];
    const done = [...drafts.keys()].map(({ request, body }) => ({
      request,
      answer: { status: PLACED_STATUS, resourceId: body.id },
    }));
    // The first to fail is the first that was sent, and says why; those behind it only hear that the transaction is over.
    await Promise.all([
      this.orders.insert(
        tx,
        all.map(({ row }) => row),
      ),
      this.outbox.add(tx, first.meta, ...all.flatMap(({ events }) => events)),
      this.idempotency.rememberAll(tx, done),
    ]);
  }
}

function draftAll(
  commands: readonly PlaceMealOrder[],
  around: (command: PlaceMealOrder) => Surroundings,
  outcomes: Map<PlaceMealOrder, PlacementOutcome>,
): Map<PlaceMealOrder, OrderDraft> {
  const drafts = new Map<PlaceMealOrder, OrderDraft>();
  for (const command of commands)
    try {
      const { context, ...surroundings } = around(command);
      const draft = draftOrder(command, context, surroundings);
      takeStock(context, draft.row.order.lines);
      drafts.set(command, draft);
      outcomes.set(command, { kind: 'placed', order: draft.row.order });
    } catch (error) {
      outcomes.set(command, refusal(error));
    }
  return drafts;
}

/** Only what the caller did is a refusal; anything else undoes the whole batch. */
function refusal(error: unknown): PlacementOutcome {
  if (error instanceof DomainError) return { kind: 'refused', error };
  throw error;
}
