import type { DemoStack } from '../demo-stack.js';
import type { Findings } from '../findings.js';

/** Every decision of the day is made again from the log alone, and the books are rebuilt from it: nothing may differ. */
export async function checkReperformance(
  stack: DemoStack,
  findings: Findings,
  say: (line: string) => void,
): Promise<void> {
  const { code, lines } = await stack.command('audit:reperform');
  for (const line of lines) say(line);
  const [claims, differences, erased] = (lines.at(-1) ?? '').match(/\d+/g)?.map(Number) ?? [];
  findings.truth('re-performance compared claims', (claims ?? 0) > 0);
  findings.equal('re-performance', [code, differences, erased], [0, 0, 0]);
}
