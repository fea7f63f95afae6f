import { Public } from '@doorstep/auth';
import { NotInApi } from '@doorstep/contracts';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Readiness } from './health-checks.js';
import { HealthChecks } from './health-checks.js';

@NotInApi()
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthChecks) {}

  /** The process runs. Depends on nothing, so that a broken database does not get every instance restarted. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (readiness.status !== 'ready') reply.code(503);
    return readiness;
  }
}
