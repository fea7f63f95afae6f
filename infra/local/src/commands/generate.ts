import { writeGenerated } from '../checks/generated.js';
import { print } from '../platform/progress.js';

/** Writes every generated file anew. */
export async function generate(): Promise<number> {
  const changed = await writeGenerated();
  print(changed.length === 0 ? 'every generated file is up to date' : changed.join('\n'));
  return 0;
}
