import {
  CurrentActor,
  hasPermission,
  maySeePerson,
  maySeeSite,
  PermissionDeniedError,
  RequirePermission,
} from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { BenefitQuote, BenefitQuoteRequest } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { NotFoundError } from '@doorstep/kernel';
import { Answer } from '@doorstep/observability';
import { Body, Controller, Post } from '@nestjs/common';
import { decisionOnWire } from '../application/decision-on-wire.js';
import { QuoteHandler } from '../application/quote.handler.js';
import type { Asked } from '../domain/origin.js';
import { decisionText } from '../application/decision-text.js';
import { counterfactualsOnWire } from './claim-view.js';

@Controller('v1/quotes')
export class QuotesController {
  constructor(private readonly quote: QuoteHandler) {}

  @Post()
  @RequirePermission('benefits.quote.read')
  @Answer(BenefitQuote)
  async ask(
    @Body({ schema: BenefitQuoteRequest }) body: BenefitQuoteRequest,
    @CurrentActor() actor: Actor,
  ): Promise<BenefitQuote> {
    const { personId, siteId, serviceDate, policyId } = body;
    if (policyId !== undefined && !hasPermission(actor.roles, 'benefits.policy.try'))
      throw new PermissionDeniedError('benefits.policy.try');
    // A family asks about its elders at any site, an operator about anybody at its own.
    if (!maySeePerson(actor, personId) && !maySeeSite(actor, siteId))
      throw new NotFoundError('CLAIM.PERSON_NOT_FOUND', 'no such person');
    const { verdict, packs } = await this.quote.execute(
      {
        personId,
        siteId,
        serviceDate: serviceDate as LocalDate,
        mealPeriod: body.kind === 'meal' ? body.mealPeriod : null,
      },
      askedOf(body),
      policyId,
    );
    return {
      personId,
      siteId,
      serviceDate,
      decision: decisionOnWire(verdict.terms, verdict.evidence),
      feeFen: verdict.terms.feeFen,
      counterfactuals: counterfactualsOnWire(verdict.counterfactuals),
      text: decisionText(verdict.terms, packs, verdict.counterfactuals),
    };
  }
}

function askedOf(body: BenefitQuoteRequest): Asked {
  if (body.kind === 'meal') {
    const { priceFen, menu, channel, deliveryFeeFen } = body;
    return { kind: 'meal', priceFen, menu, channel, deliveryFeeFen };
  }
  const { minutes, withLunch, insurancePaidFen, otherPublicPaidFen } = body;
  return { kind: 'day_care', minutes, withLunch, insurancePaidFen, otherPublicPaidFen };
}
