import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Evidence, EvidenceList, EvidenceQuery, RecordPath } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
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
  ): Promise<Evidence> {
    return this.evidence.one(actor, { service, shard, epoch, sequence });
  }

  @Get('evidence')
  @LooksUp('evidence')
  @RequirePermission('audit.evidence.read')
  @Answer(EvidenceList)
  list(@Query({ schema: EvidenceQuery }) query: EvidenceQuery, @CurrentActor() actor: Actor): Promise<EvidenceList> {
    return this.evidence.list(actor, query);
  }
}
