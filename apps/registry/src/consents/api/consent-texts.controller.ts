import { RequirePermission } from '@doorstep/auth';
import { ConsentTextList } from '@doorstep/contracts';
import { ListOf } from '@doorstep/observability';
import { Controller, Get } from '@nestjs/common';
import { ListConsents } from '../application/list-consents.query.js';

@Controller('v1/consent-texts')
export class ConsentTextsController {
  constructor(private readonly consents: ListConsents) {}

  /** Every version, so that it can be read what somebody agreed to years ago. */
  @Get()
  @RequirePermission('registry.consent-text.read')
  @ListOf(ConsentTextList, 'consent-texts')
  list(): Promise<ConsentTextList> {
    return this.consents.texts();
  }
}
