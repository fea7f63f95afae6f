import { pause } from '../platform/wait.js';

const TRIES = 50;

/** The verifier key that the log shows; it is written with the first checkpoint, a moment after the start. */
export async function logKey(gatewayUrl: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const response = await fetch(`${gatewayUrl}/audit/log/vkey`, { signal: AbortSignal.timeout(3_000) });
    if (response.ok) return (await response.text()).trim();
    await pause(200);
  }
  return 'its key is not there yet: look at audit.log';
}
