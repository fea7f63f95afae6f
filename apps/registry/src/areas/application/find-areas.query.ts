import type { Actor } from '@doorstep/auth';
import type { AreaHistoryView, AreaPage, AreaPaths, AreaQuery } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { codeOf, pageFrom } from '../../shared/code-cursor.js';
import { PersonNotFoundError } from '../../people/domain/person.errors.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { AreaNotFoundError } from '../domain/area.errors.js';
import type { AreaHistory } from '../domain/area-history.js';
import { onDay } from '../domain/area-history.js';
import { AreaRegister } from '../domain/area-register.js';
import { areaStateOf } from './area-events.js';
import { AreaRepository } from './area.repository.port.js';

type Path = AreaPaths['paths'][number];
type Because = Path['because'];

/** What lies where, on any day: what was answered about a day that is over is answered again. */
@Injectable()
export class FindAreas {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly areas: AreaRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(actor: Actor, { kind, parent, on, cursor, limit }: AreaQuery): Promise<AreaPage> {
    const filter = { kind, parent, on: this.day(on), after: codeOf(cursor), limit: limit + 1 };
    const found = await this.transactions.read(actor, (tx) => this.areas.list(tx, filter));
    return pageFrom(
      found.map(({ code, kind: of, name, parent: lies }) => ({ code, kind: of, name, parent: lies })),
      limit,
      (area) => area.code,
    );
  }

  async one(actor: Actor, code: string): Promise<AreaHistoryView> {
    const [area] = await this.transactions.read(actor, (tx) => this.areas.histories(tx, [code]));
    if (!area) throw new AreaNotFoundError(code);
    return areaStateOf(area);
  }

  pathOf(actor: Actor, code: string, on: string | undefined): Promise<AreaPaths> {
    const day = this.day(on);
    return this.transactions.read(actor, async (tx) => {
      const register = await this.register(tx);
      return { on: day, paths: [pathOn(register, 'area', register.get(code).code, day)] };
    });
  }

  /** Of somebody whom the caller reaches; the database shows nobody else. */
  pathsOfPerson(actor: Actor, personId: string, on: string | undefined): Promise<AreaPaths> {
    const day = this.day(on);
    return this.transactions.read(actor, async (tx) => {
      const places = await this.areas.placesOf(tx, personId, day);
      if (!places) throw new PersonNotFoundError();
      const register = await this.register(tx);
      return { on: day, paths: places.map(({ kind, areaCode }) => pathOn(register, kind, areaCode, day)) };
    });
  }

  pathOfSite(actor: Actor, areaCode: string, on: string | undefined): Promise<AreaPaths> {
    const day = this.day(on);
    return this.transactions.read(actor, async (tx) => {
      const register = await this.register(tx);
      return { on: day, paths: [pathOn(register, 'site', areaCode, day)] };
    });
  }

  private day(on: string | undefined): LocalDate {
    return (on ?? shanghaiDate(this.clock.now())) as LocalDate;
  }

  private async register(tx: Tx): Promise<AreaRegister> {
    return new AreaRegister(await this.areas.histories(tx), shanghaiDate(this.clock.now()));
  }
}

/** An area of another city is not in the tree: nothing lies above it here. */
function pathOn(register: AreaRegister, because: Because, code: string, day: LocalDate): Path {
  return { because, areas: register.pathOn(code, day).map((area) => viewOn(area, day)) };
}

function viewOn(area: AreaHistory, day: LocalDate): Path['areas'][number] {
  const name = onDay(area.names, day)?.name ?? area.names[0]?.name ?? area.code;
  return { code: area.code, kind: area.kind, name, parent: onDay(area.parents, day)?.parent ?? null };
}
