import type { ServiceName } from '@doorstep/contracts';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../env.js';

export interface Upstream {
  readonly name: Exclude<ServiceName, 'gateway'>;
  /** `http://host:port`, without a path. */
  readonly origin: string;
}

/** The services behind the gateway, in the order in which people read them. */
@Injectable()
export class Upstreams {
  readonly all: readonly Upstream[];

  constructor(@Inject(ENV) env: GatewayEnv) {
    this.all = [
      { name: 'registry', origin: env.REGISTRY_URL },
      { name: 'meal-orders', origin: env.MEAL_ORDERS_URL },
      { name: 'day-care', origin: env.DAY_CARE_URL },
      { name: 'benefits', origin: env.BENEFITS_URL },
      { name: 'audit', origin: env.AUDIT_URL },
    ];
  }
}
