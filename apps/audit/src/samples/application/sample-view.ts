import type { SampleView } from '@doorstep/contracts';
import { eventsUrl } from '../../explorer/application/event-filter.js';
import type { Sample } from './sample-store.port.js';

export function sampleView(sample: Sample): SampleView {
  const { askedAt, strata, checked, errors, filter, snapshot, state, ...rest } = sample;
  const sum = (member: 'items' | 'valueFen' | 'drawn'): number => strata.reduce((all, each) => all + each[member], 0);
  return {
    ...rest,
    ...{ state, snapshot },
    filter: Object.fromEntries(
      Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    askedAt: askedAt.toISOString(),
    population: state === 'drawn' ? { items: sum('items'), valueFen: sum('valueFen') } : null,
    strata: strata.map((stratum) => ({ ...stratum })),
    progress: { checked, errors, total: sum('drawn') },
    eventsUrl: eventsUrl(filter, BigInt(snapshot)),
  };
}
