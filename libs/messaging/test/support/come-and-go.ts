import { setTimeout as sleep } from 'node:timers/promises';
import type { TestMessaging } from './world.js';

/** So many guests join a group and leave it again, each about once a second; every change makes the group share out anew. */
export async function comeAndGo(
  join: () => Promise<TestMessaging>,
  { guests, rounds }: { readonly guests: number; readonly rounds: number },
): Promise<void> {
  const come = async (first: number): Promise<void> => {
    await sleep(first * (1_000 / guests));
    for (let round = 0; round < rounds; round++) {
      const guest = await join();
      await sleep(700);
      await guest.close();
    }
  };
  await Promise.all(Array.from({ length: guests }, (_, first) => come(first)));
}
