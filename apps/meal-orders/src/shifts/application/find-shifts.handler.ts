import type { Actor } from '@doorstep/auth';
import { maySeePlace, placesOf } from '@doorstep/auth';
import type { ShiftQuery } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { readCursor, writeCursor } from '../../shared/cursor.js';
import { ShiftNotFoundError, ShiftSiteNotFoundError } from '../domain/till-shift.errors.js';
import type { MeansTotal, TillShift } from '../domain/till-shift.js';
import { TillShifts } from './till-shifts.port.js';

export interface ShiftWithTotals {
  readonly shift: TillShift;
  readonly totals: readonly MeansTotal[];
}

/** Shifts of the caller's sites, newest first, each with its totals per means of payment. */
@Injectable()
export class FindShiftsHandler {
  constructor(private readonly shifts: TillShifts) {}

  async one(id: string, actor: Actor): Promise<ShiftWithTotals> {
    const shift = await this.shifts.find(id);
    if (!shift || !maySeePlace(actor, shift.siteId)) throw new ShiftNotFoundError();
    return { shift, totals: (await this.shifts.totals([id])).get(id) ?? [] };
  }

  async list(query: ShiftQuery, actor: Actor): Promise<{ items: ShiftWithTotals[]; next: string | null }> {
    const { siteId, tillId, open, limit } = query;
    if (siteId !== undefined && !maySeePlace(actor, siteId)) throw new ShiftSiteNotFoundError();
    const found = await this.shifts.list({
      sites: placesOf(actor),
      ...{ siteId, tillId },
      open: open === undefined ? undefined : open === 'true',
      limit: limit + 1,
      before: readCursor(query.cursor),
    });
    const shifts = found.slice(0, limit);
    const totals = await this.shifts.totals(shifts.map(({ id }) => id));
    const last = shifts.at(-1);
    const next = found.length > limit && last ? writeCursor({ at: last.openedAt.toISOString(), id: last.id }) : null;
    return { items: shifts.map((shift) => ({ shift, totals: totals.get(shift.id) ?? [] })), next };
  }
}
