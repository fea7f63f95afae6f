import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../../env.js';
import type { SessionLimits } from '../domain/session.js';

@Injectable()
export class SessionLimitsOf implements SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly stepUpMs: number;

  constructor(@Inject(ENV) env: GatewayEnv) {
    this.idleMs = env.SESSION_IDLE_SECONDS * 1000;
    this.absoluteMs = env.SESSION_ABSOLUTE_SECONDS * 1000;
    this.stepUpMs = env.STEP_UP_SECONDS * 1000;
  }
}
