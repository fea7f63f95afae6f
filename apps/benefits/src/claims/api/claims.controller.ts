import { CurrentActor, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { ClaimDetail, ClaimListQuery, ClaimPage, Id, InstantField } from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import { Answer, ListOf } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { ClaimPlace, ClaimSight, ListedClaim } from '../application/claims-reader.port.js';
import { ClaimsReader } from '../application/claims-reader.port.js';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import { explainClaim } from '../application/claim-explanation.js';

const Place = z.object({ decidedAt: InstantField, decisionNumber: z.int(), claimId: Id });

@Controller('v1/claims')
export class ClaimsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimsReader,
    private readonly shelf: PackShelf,
  ) {}

  @Get()
  @RequirePermission('benefits.claim.read')
  @ListOf(ClaimPage, 'claims')
  async list(
    @Query({ schema: ClaimListQuery }) query: ClaimListQuery,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof ClaimPage>> {
    const { cursor, ...filter } = query;
    const after = readCursor(cursor, Place);
    const rows = await this.transactions.read((tx) => this.claims.list(tx, { ...filter, after }, sightOf(actor)));
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(placeOf(items.at(-1))) : null };
  }

  @Get(':claimId')
  @RequirePermission('benefits.claim.read')
  @Answer(ClaimDetail)
  async one(@Param('claimId', { schema: Id }) claimId: string, @CurrentActor() actor: Actor): Promise<ClaimDetail> {
    const claim = await this.transactions.read((tx) => this.claims.find(tx, claimId));
    if (!claim || !maySee(sightOf(actor), claim)) throw new NotFoundError('CLAIM.NOT_FOUND', 'no such claim');
    const explanation = explainClaim(claim, this.shelf.packs);
    return { ...claim, text: explanation.elder, explanation };
  }
}

function placeOf(last: ListedClaim | undefined): ClaimPlace | undefined {
  return last && { decidedAt: last.decidedAt, decisionNumber: last.decisionNumber, claimId: last.claimId };
}

/** Families see their elders', operators what was served at their sites. Nothing listed is nothing seen. */
function sightOf({ scope }: Actor): ClaimSight | undefined {
  if (scope.all === true) return undefined;
  return { personIds: scope.persons ?? [], siteIds: scope.sites ?? [] };
}

function maySee(sight: ClaimSight | undefined, claim: { readonly personId: string; readonly siteId: string }): boolean {
  return !sight || sight.personIds?.includes(claim.personId) === true || sight.siteIds?.includes(claim.siteId) === true;
}
