import type { Actor } from '@doorstep/auth';
import type { AreaHistoryView, CreateArea, MergeArea, MoveArea, RenameArea } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { assertVersion } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AreaHistory } from '../domain/area-history.js';
import { ALWAYS } from '../domain/area-history.js';
import type { AreaRegister } from '../domain/area-register.js';
import { areaStateOf } from './area-events.js';
import { AreaRepository } from './area.repository.port.js';
import { ChangeAreas } from './change-areas.js';

export interface AreaWrite {
  readonly actor: Actor;
  readonly meta: EventMeta;
}

export interface AreaChange extends AreaWrite {
  readonly code: string;
  /** The version that the caller has seen. */
  readonly seen: number;
}

@Injectable()
export class WriteAreas {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly areas: AreaRepository,
    private readonly changes: ChangeAreas,
  ) {}

  async create(write: AreaWrite, body: CreateArea, request: IdempotentRequest): Promise<AreaHistoryView> {
    const from = (body.from ?? ALWAYS) as LocalDate;
    const change = (register: AreaRegister) => register.create({ ...body, from });
    const known = await this.transactions.read((tx) => this.areas.histories(tx, [body.code]));
    // Also when the area is there already: the request may be one that was done.
    const keys = await this.changes.keysOf(known.length > 0 ? () => known : change);
    return this.transactions.run({ keys }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return areaStateOf((await this.areas.histories(tx, [replay.resourceId]))[0] as AreaHistory);
      const area = await this.changes.apply(tx, write, change);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: area.code });
      return areaStateOf(area);
    });
  }

  rename(change: AreaChange, { name, from }: RenameArea): Promise<AreaHistoryView> {
    return this.change(change, (register) => register.rename(change.code, name, from as LocalDate));
  }

  move(change: AreaChange, { parent, from }: MoveArea): Promise<AreaHistoryView> {
    return this.change(change, (register) => register.move(change.code, parent, from as LocalDate));
  }

  merge(change: AreaChange, { into, from }: MergeArea): Promise<AreaHistoryView> {
    return this.change(change, (register) => register.merge(change.code, into, from as LocalDate));
  }

  /** Repeating is refused by the version that the caller has seen, so a doubled request changes nothing twice. */
  private async change(
    { code, seen, ...write }: AreaChange,
    how: (register: AreaRegister) => AreaHistory[],
  ): Promise<AreaHistoryView> {
    const change = (register: AreaRegister): AreaHistory[] => {
      assertVersion(seen, register.get(code).version);
      return how(register);
    };
    const keys = await this.changes.keysOf(change);
    return this.transactions.run({ keys }, async (tx) => areaStateOf(await this.changes.apply(tx, write, change)));
  }
}
