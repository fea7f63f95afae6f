import type { SimulationResult } from '@doorstep/contracts';
import { SIZES, type Tally } from '../domain/tally.js';

/** As people read it. */
export function resultOf(tally: Tally): SimulationResult {
  const { funders, areas, reasons, sizes, samples, ...sums } = tally;
  return {
    ...sums,
    byFunder: sorted(funders).map(([funder, cost]) => ({ funder, ...cost })),
    byArea: sorted(areas).map(([key, area]) => {
      const [level, name = ''] = key.split('/');
      return { level: level === 'town' ? ('town' as const) : ('district' as const), area: name, ...area };
    }),
    byReason: sorted(reasons).map(([key, sum]) => {
      const [before = '', after = ''] = key.split('>');
      return { before, after, ...sum };
    }),
    bySize: sizes.map((size, index) => ({ upToFen: SIZES[index] ?? null, ...size })),
    samples: [...samples],
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
