import type { Registry } from 'prom-client';

export async function gaugeOf(registry: Registry, name: string, labels: Record<string, string> = {}): Promise<number> {
  const metric = await registry.getSingleMetric(name)?.get();
  const value = metric?.values.find((each) =>
    Object.entries(labels).every(([label, want]) => each.labels[label] === want),
  );
  return value?.value ?? 0;
}
