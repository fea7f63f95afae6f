import { createHmac } from 'node:crypto';
import type { Clock } from '@doorstep/kernel';
import type { Message } from '../application/message-sender.port.js';

export interface ProviderSettings {
  readonly channel: 'sms' | 'wechat';
  readonly url: string;
  /** Shared with the provider. */
  readonly key: string;
  readonly timeoutMs: number;
}

/** `refused`: this provider will never deliver it. `failed`: it may the next time. */
export type Handover = 'taken' | 'refused' | 'failed';

/** No answer of a provider makes sense for long; these mean that it may take the same message later. */
const LATER: ReadonlySet<number> = new Set([401, 403, 408, 409, 425, 429]);

/**
 * Hands messages to a provider: `POST` of JSON, once for each call, signed over time and body so that nobody else sends in the city's name
 * and nothing is replayed for long. The reference is the idempotency key: sent again, the provider takes it once. Neither phone nor text
 * is kept or logged here.
 */
export class HttpMessageChannel {
  constructor(
    private readonly settings: ProviderSettings,
    private readonly clock: Clock,
  ) {}

  async hand({ reference, phone, text }: Message): Promise<Handover> {
    const { channel, url, key, timeoutMs } = this.settings;
    const body = JSON.stringify({ channel, phone, reference, text });
    const time = String(Math.floor(this.clock.now().getTime() / 1000));
    const signature = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': reference,
          'doorstep-time': time,
          'doorstep-signature': `v1=${signature}`,
        },
      });
      await answer.body?.cancel();
      return handoverOf(answer.status);
    } catch {
      return 'failed'; // not there, or too slow; the reason may hold the address with the number in it
    }
  }
}

function handoverOf(status: number): Handover {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 400 && status < 500 && !LATER.has(status) ? 'refused' : 'failed';
}
