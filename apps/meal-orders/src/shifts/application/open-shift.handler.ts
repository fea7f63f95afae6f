import type { Actor } from '@doorstep/auth';
import { actorRef, maySeePlace } from '@doorstep/auth';
import type { OpenShift } from '@doorstep/contracts';
import { TillShiftOpenedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Sites } from '../../projections/application/sites.port.js';
import { ShiftAlreadyOpenError, ShiftIdTakenError, ShiftSiteNotFoundError } from '../domain/till-shift.errors.js';
import { ShiftWrites } from './shift-writes.js';
import { TillShifts } from './till-shifts.port.js';

export interface OpenShiftCommand {
  readonly body: OpenShift;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Begins a shift with the counted float. A till has one open shift at most. */
@Injectable()
export class OpenShiftHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly writes: ShiftWrites,
    private readonly shifts: TillShifts,
    private readonly sites: Sites,
  ) {}

  async execute(command: OpenShiftCommand): Promise<string> {
    const { body, actor, request, meta } = command;
    const site = maySeePlace(actor, body.siteId) ? await this.sites.find(body.siteId) : undefined;
    if (!site) throw new ShiftSiteNotFoundError();
    return this.writes.run({ ...body, request, meta, status: 201 }, (tx) => this.open(tx, body, actor));
  }

  private async open(tx: Tx, { id, siteId, tillId, openingFloatFen }: OpenShift, actor: Actor) {
    const open = await this.shifts.openAt(tx, siteId, tillId);
    if (open) throw new ShiftAlreadyOpenError(open.id);
    const openedAt = this.clock.now();
    const ending = { expectedCashFen: null, countedCashFen: null, closedBy: null, closedAt: null };
    const shift = { id, siteId, tillId, openingFloatFen, openedBy: actorRef(actor), openedAt, ...ending };
    if (!(await this.shifts.insert(tx, shift))) throw new ShiftIdTakenError();
    const data = { shiftId: id, siteId, tillId, openingFloatFen, openedAt: openedAt.toISOString() };
    return { id, event: newEvent(TillShiftOpenedV1, siteId, data) };
  }
}
