import type { CheckResult } from '@doorstep/observability';
import { HealthChecks } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Upstreams } from '../proxy/upstreams.js';
import { wholeText } from '../proxy/whole-text.js';

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
  let text: string;
  try {
    response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    text = await wholeText(response, TIME_LIMIT_MS);
  } catch {
    return { up: false, detail: 'does not answer' };
  }
  if (response.ok) return { up: true };
  const down = Object.entries(checksIn(text)).filter(([, check]) => !check.up);
  return { up: false, detail: `not ready: ${down.map(([name]) => name).join(', ') || `status ${response.status}`}` };
}

function checksIn(text: string): NonNullable<Readiness['checks']> {
  try {
    return (JSON.parse(text) as Readiness).checks ?? {};
  } catch {
    return {};
  }
}
