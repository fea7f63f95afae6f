import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Evidence, EvidenceList, EvidenceQuery, RecordPath } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { CurrentLooking } from '../../access/api/looking.js';
import type { Looking } from '../../access/application/note-look-up.handler.js';
import type { Opening } from '../application/logged-records.port.js';
import { FindEvidence } from '../application/find-evidence.query.js';

const { service: Service, shard: Shard, epoch: Epoch, sequence: Sequence } = RecordPath.shape;

@Controller('v1')
export class EvidenceController {
  constructor(private readonly evidence: FindEvidence) {}

  @Get('records/:service/:shard/:epoch/:sequence')
  @LooksUp('evidence')
  @RequirePermission('audit.evidence.read')
  @Answer(Evidence)
  one(
    @Param('service', { schema: Service }) service: string,
    @Param('shard', { schema: Shard }) shard: string,
    @Param('epoch', { schema: Epoch }) epoch: string,
    @Param('sequence', { schema: Sequence }) sequence: string,
    @CurrentActor() actor: Actor,
    @CurrentLooking() looking: Looking,
  ): Promise<Evidence> {
    return this.evidence.one(actor, { service, shard, epoch, sequence }, openingOf(actor, looking));
  }

  @Get('evidence')
  @LooksUp('evidence')
  @RequirePermission('audit.evidence.read')
  @Answer(EvidenceList)
  list(
    @Query({ schema: EvidenceQuery }) query: EvidenceQuery,
    @CurrentActor() actor: Actor,
    @CurrentLooking() looking: Looking,
  ): Promise<EvidenceList> {
    return this.evidence.list(actor, query, openingOf(actor, looking));
  }
}

/** What proves paid claims of an erased person is opened for auditors who say why. */
function openingOf({ roles }: Actor, { purpose }: Looking): Opening {
  return { restricted: purpose !== null && roles.includes('auditor') };
}
