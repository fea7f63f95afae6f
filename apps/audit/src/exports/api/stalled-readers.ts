import type { ServerResponse } from 'node:http';

const STALLED_MS = 60_000;

/** Few exports run at once: whoever takes nothing of one for so long gives its place to others. */
export function cutWhenStalled(answer: ServerResponse, limitMs = STALLED_MS): void {
  answer.setTimeout(limitMs, () => answer.destroy());
}
