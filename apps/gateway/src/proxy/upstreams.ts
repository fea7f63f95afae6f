import type { ServiceName } from '@doorstep/contracts';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../env.js';

export interface Upstream {
  readonly name: Exclude<ServiceName, 'gateway'>;
  /** `http://host:port`, without a path. */
  readonly origin: string;
  readonly host: string;
}

/** The services behind the gateway, in the order in which people read them. */
@Injectable()
export class Upstreams {
  readonly all: readonly Upstream[];

  constructor(@Inject(ENV) env: GatewayEnv) {
    this.all = [
      upstream('registry', env.REGISTRY_URL),
      upstream('meal-orders', env.MEAL_ORDERS_URL),
      upstream('day-care', env.DAY_CARE_URL),
      upstream('benefits', env.BENEFITS_URL),
      upstream('audit', env.AUDIT_URL),
      ...(env.IDENTITY_URL === undefined ? [] : [upstream('identity', env.IDENTITY_URL)]),
    ];
  }
}

function upstream(name: Upstream['name'], origin: string): Upstream {
  return { name, origin, host: new URL(origin).host };
}
