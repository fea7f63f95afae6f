import { uuidv7 } from '@doorstep/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoStack } from '../demo-stack.js';
import type { CallOptions, GatewayClient } from '../gateway-client.js';
import { UnexpectedAnswerError } from '../gateway-client.js';
import { caughtUp } from '../invariants/caught-up.js';
import { AUDITOR } from './actors.js';

const PATIENCE_MS = 180_000;

/** What every act of the month needs: somebody asks the gateway, and waits until the city has heard of it. */
export class MonthDesk {
  /** Acts that were refused as they must be. */
  readonly refusals: string[] = [];

  constructor(
    readonly client: GatewayClient,
    private readonly stack: DemoStack,
    readonly say: (line: string) => void,
  ) {}

  async post<T>(subject: string, path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> {
    return (await this.client.post<T>(subject, path, body, options)).body;
  }

  async get<T>(subject: string, path: string): Promise<T> {
    return (await this.client.get<T>(subject, path)).body;
  }

  /** Somebody tries what takes a second person; answers the code of the refusal. */
  async refused(subject: string, path: string, body: unknown = {}): Promise<string> {
    try {
      await this.client.post(subject, path, body, { idempotencyKey: uuidv7() });
      return 'nobody refused it';
    } catch (error) {
      if (!(error instanceof UnexpectedAnswerError)) throw error;
      const code = (error.problem as { code?: string } | null)?.code ?? String(error.status);
      this.refusals.push(code);
      return code;
    }
  }

  /** Sites travel on events: a service may hear of a new city a moment after the registry has it. */
  async onceKnown(act: () => Promise<unknown>): Promise<void> {
    await this.until('the city is known everywhere', async () => {
      try {
        await act();
        return true;
      } catch (error) {
        if (error instanceof UnexpectedAnswerError && [403, 404].includes(error.status)) return false;
        throw error;
      }
    });
  }

  /** Until everybody has worked off what was sent, and no correction waits. */
  async quiet(): Promise<void> {
    await this.until('the city is quiet', async () => {
      if (!(await caughtUp(this.stack.databases()))) return false;
      const path = '/benefits/v1/corrections/progress';
      const { waiting, failing } = await this.get<{ waiting: number; failing: number }>(AUDITOR, path);
      return waiting + failing === 0 && caughtUp(this.stack.databases());
    });
  }

  async until(what: string, check: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await check())) {
      if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
      await sleep(250);
    }
  }
}
