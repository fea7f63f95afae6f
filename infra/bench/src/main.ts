import { bench } from './bench.js';

process.exitCode = await bench(process.argv.slice(2));
// A stray timer or socket must not keep a finished run alive.
process.exit();
