import { verifyCommand } from './verify-command.js';

process.exitCode = await verifyCommand(process.argv.slice(2), {
  print: (text) => process.stdout.write(`${text}\n`),
  remark: (text) => process.stderr.write(`${text}\n`),
});
