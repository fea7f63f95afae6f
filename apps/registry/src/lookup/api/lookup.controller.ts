import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { FoundPeople, LookUpPeople, PrintPeople, SearchPeople } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { LookUpPeople as LookUpPeopleHandler } from '../application/look-up-people.handler.js';
import { PrintPeople as PrintPeopleHandler } from '../application/print-people.handler.js';
import { SearchPeople as SearchPeopleHandler } from '../application/search-people.handler.js';

/** By POST, so that names and numbers stand in no address and in no log of addresses. */
@Controller('v1/people')
export class LookupController {
  constructor(
    private readonly lookUpPeople: LookUpPeopleHandler,
    private readonly searchPeople: SearchPeopleHandler,
    private readonly printPeople: PrintPeopleHandler,
  ) {}

  @Post('lookup')
  @RequirePermission('registry.people.lookup')
  @Answer(FoundPeople, 200)
  async lookup(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: LookUpPeople }) { personIds, purpose }: LookUpPeople,
  ): Promise<FoundPeople> {
    const choose = () => Promise.resolve(personIds);
    return { items: await this.lookUpPeople.execute({ actor, purpose, meta, choose }) };
  }

  @Post('search')
  @RequirePermission('registry.people.search')
  @Answer(FoundPeople, 200)
  async search(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: SearchPeople }) body: SearchPeople,
  ): Promise<FoundPeople> {
    return { items: await this.searchPeople.execute(actor, body, meta) };
  }

  /** A page for the printer: a roster of a session, labels of a round. */
  @Post('print')
  @RequirePermission('registry.people.lookup')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Header('cache-control', 'no-store')
  print(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: PrintPeople }) body: PrintPeople,
  ): Promise<string> {
    return this.printPeople.execute(actor, body, meta);
  }
}
