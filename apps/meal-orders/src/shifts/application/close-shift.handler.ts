import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { CloseShift } from '@doorstep/contracts';
import { TillShiftClosedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ShiftClosedError } from '../domain/till-shift.errors.js';
import type { TillShift } from '../domain/till-shift.js';
import { expectedCash } from '../domain/till-shift.js';
import { FindShiftsHandler } from './find-shifts.handler.js';
import { ShiftWrites } from './shift-writes.js';
import { TillShifts } from './till-shifts.port.js';

export interface CloseShiftCommand {
  readonly shiftId: string;
  readonly body: CloseShift;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Ends a shift. Expected and counted cash are both kept; a difference is a fact, not an error. */
@Injectable()
export class CloseShiftHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly writes: ShiftWrites,
    private readonly shifts: TillShifts,
    private readonly finding: FindShiftsHandler,
  ) {}

  async execute({ shiftId, body, actor, request, meta }: CloseShiftCommand): Promise<string> {
    const { shift } = await this.finding.one(shiftId, actor);
    return this.writes.run({ ...shift, request, meta, status: 200 }, (tx) => this.close(tx, shiftId, body, actor));
  }

  private async close(tx: Tx, shiftId: string, { countedCashFen }: CloseShift, actor: Actor) {
    const shift = (await this.shifts.lock(tx, shiftId)) as TillShift;
    if (shift.closedAt) throw new ShiftClosedError();
    const totals = (await this.shifts.totals([shiftId], tx)).get(shiftId) ?? [];
    const expectedCashFen = expectedCash(shift.openingFloatFen, totals);
    const closedAt = this.clock.now();
    await this.shifts.close(tx, { ...shift, expectedCashFen, countedCashFen, closedBy: actorRef(actor), closedAt });
    const { siteId, tillId } = shift;
    return {
      id: shiftId,
      event: newEvent(TillShiftClosedV1, siteId, {
        ...{ shiftId, siteId, tillId, expectedCashFen, countedCashFen },
        differenceFen: countedCashFen - expectedCashFen,
        closedAt: closedAt.toISOString(),
      }),
    };
  }
}
