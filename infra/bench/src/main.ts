import { bench } from './bench.js';
import { OptionsError } from './harness/options.js';

process.exitCode = await bench(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof OptionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
});
// A stray timer or socket must not keep a finished run alive.
process.exit();
