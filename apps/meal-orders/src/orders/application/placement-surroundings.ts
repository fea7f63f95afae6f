import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { OpenShifts } from '../../shifts/application/open-shifts.port.js';
import { CompiledPacks } from './compiled-packs.js';
import type { DraftSurroundings } from './draft-order.js';
import type { PlaceMealOrder } from './place-meal-order.command.js';
import type { PlacementContext } from './placement-contexts.port.js';
import { PlacementContexts } from './placement-contexts.port.js';
import { QuoteLimits } from './quote-limits.js';

export type Surroundings = DraftSurroundings & { readonly context: PlacementContext };

/** Gathers what the orders of one batch rest on, in a number of statements that does not depend on how many they are. */
@Injectable()
export class PlacementSurroundings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly limits: QuoteLimits,
    private readonly contexts: PlacementContexts,
    private readonly packs: CompiledPacks,
    private readonly shifts: OpenShifts,
  ) {}

  async of(tx: Tx, commands: readonly PlaceMealOrder[]): Promise<(command: PlaceMealOrder) => Surroundings> {
    const tills = commands.flatMap(({ body: { siteId, tillId, tender } }) =>
      tender && tillId !== undefined ? [{ siteId, tillId }] : [],
    );
    const wishes = commands.map(({ body }) => {
      return { ...body, orderId: body.id, dishIds: body.lines.map(({ dishId }) => dishId) };
    });
    // Tills are locked before menus, as everywhere: statements run in the order in which they are sent.
    const [shifts, packs, limit, contexts] = await Promise.all([
      this.shifts.at(tx, tills),
      this.packs.all(tx),
      this.limits.now(tx),
      this.contexts.load(tx, wishes),
    ]);
    const now = this.clock.now();
    return ({ body }) => ({
      now,
      packs,
      limit,
      shiftId: body.tillId === undefined ? null : (shifts.get(`${body.siteId}/${body.tillId}`) ?? null),
      context: contexts.get(body.id) as PlacementContext,
    });
  }
}
