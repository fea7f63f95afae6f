import { LOGS } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { print, say } from '../platform/progress.js';
import { onStopWish } from '../platform/stop-wish.js';
import { loadDemoCity } from '../stack/demo-city.js';
import { logKey } from '../stack/log-vkey.js';
import { welcome } from '../stack/welcome.js';
import { Stack } from '../stack/stack.js';

/** npm hands a Ctrl-C on that the terminal has sent already; the second one within this time is the same wish. */
const SAME_WISH_MS = 1_500;

/** Runs until it is told to stop. */
export async function start(): Promise<number> {
  const stack = await Stack.prepare();
  const told = stopSignal();
  try {
    const work = stack.start().then(async () => {
      const people = await loadDemoCity();
      stack.markReady();
      print(welcome(stack.gatewayUrl, people, await logKey(stack.gatewayUrl)));
    });
    await Promise.race([work, told.first]);
    await told.first;
  } catch (error) {
    if (!told.given()) {
      await stack.stop();
      throw asProblem(error);
    }
  }
  say('stopping …');
  await stack.stop();
  say('stopped; all data are kept');
  return 0;
}

interface StopSignal {
  readonly first: Promise<void>;
  given(): boolean;
}

function stopSignal(): StopSignal {
  let at: number | undefined;
  const first = new Promise<void>((resolve) => {
    onStopWish(() => {
      if (at !== undefined && performance.now() - at > SAME_WISH_MS)
        say('still stopping; servers need a moment to write everything down');
      at ??= performance.now();
      resolve();
    });
  });
  return { first, given: () => at !== undefined };
}

/** A failed start is reported with what failed, not with where in this program. */
function asProblem(error: unknown): SetupProblem {
  if (error instanceof SetupProblem) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SetupProblem(`Doorstep could not start: ${reason.trimEnd()}`, [`Logs are in ${LOGS}.`]);
}
