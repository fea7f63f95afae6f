import { createInterface } from 'node:readline';
import { RunFile } from '../src/stack/run-file.js';

// Claims the home of DOORSTEP_HOME when it is told to, says what came of it, and keeps what it has until it is told otherwise.
let file: RunFile | undefined;

async function obey(line: string): Promise<string> {
  if (line === 'release') {
    file?.release();
    return 'released';
  }
  try {
    file = await RunFile.claim();
    return 'won';
  } catch (error) {
    return String(error);
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => void obey(line).then((answer) => process.stdout.write(`${answer}\n`)))
  .on('close', () => process.exit(0));
process.stdout.write('ready\n');
