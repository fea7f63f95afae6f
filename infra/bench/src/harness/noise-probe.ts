const TURNS = 400_000;
const REPEATS = 5;

/** Milliseconds of a fixed piece of arithmetic: how much of a core this machine gives just now. The median outlives one hiccup. */
export function probe(): number {
  const times = Array.from({ length: REPEATS }, () => {
    const started = performance.now();
    let state = 1;
    for (let turn = 0; turn < TURNS; turn++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    _sink ^= state;
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return times[REPEATS >> 1] as number;
}

/** Read by nobody, so that the loop above is not optimised away. */
let _sink = 0;

export function driftBetween(before: number, after: number): number {
  return Math.abs(after - before) / Math.min(before, after);
}
