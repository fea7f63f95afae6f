import type { CheckResult } from '@doorstep/observability';
import { HealthChecks } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Upstreams } from '../proxy/upstreams.js';

const TIME_LIMIT_MS = 1_500;

interface Readiness {
  readonly checks?: Readonly<Record<string, CheckResult>>;
}

/** The gateway is ready when every service is; the services are asked at the same time. */
@Injectable()
export class ServiceProbes implements OnModuleInit {
  constructor(
    private readonly health: HealthChecks,
    private readonly upstreams: Upstreams,
  ) {}

  onModuleInit(): void {
    for (const { name, origin } of this.upstreams.all) this.health.add(name, () => probe(origin));
  }
}

async function probe(origin: string): Promise<CheckResult> {
  let response: Response;
  try {
    response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
  } catch {
    return { up: false, detail: 'does not answer' };
  }
  if (response.ok) {
    await response.body?.cancel();
    return { up: true };
  }
  const { checks = {} } = (await response.json().catch(() => ({}))) as Readiness;
  const down = Object.entries(checks).filter(([, check]) => !check.up);
  return { up: false, detail: `not ready: ${down.map(([name]) => name).join(', ') || `status ${response.status}`}` };
}
