// Says nothing while tests pass. A failure is printed at once, with the lines that explain it; the counts go to a file.
import { writeFileSync } from 'node:fs';

const LINES = 40;

export default class FailuresOnly {
  onTestResult(_test, { testFilePath, testResults, testExecError }) {
    const file = testFilePath.slice(process.cwd().length + 1);
    if (testExecError) print(file, 'the file could not run', [testExecError.stack ?? testExecError.message]);
    for (const { status, fullName, failureMessages } of testResults)
      if (status === 'failed') print(file, fullName, failureMessages);
  }

  onRunComplete(_contexts, results) {
    const { DOORSTEP_TEST_REPORT: report } = process.env;
    const { numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: brokenFiles } = results;
    if (report)
      writeFileSync(report, JSON.stringify({ passed, failed, brokenFiles, slowest: slowest(results) }, undefined, 2));
  }
}

/** The twenty slowest files in milliseconds, for whoever wants the run to be shorter. */
function slowest({ testResults }) {
  return testResults
    .map(({ testFilePath, perfStats }) => ({
      file: testFilePath.slice(process.cwd().length + 1),
      ms: perfStats.runtime,
    }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 20);
}

function print(file, name, messages) {
  const text = messages.join('\n').split('\n').slice(0, LINES).join('\n    ');
  process.stdout.write(`\n  ✗ ${file} › ${name}\n    ${text}\n`);
}
