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
    const counts = {
      passed,
      failed: failed + brokenFiles,
      failedFiles: failedFiles(results),
      slowest: slowest(results),
    };
    if (report) writeFileSync(report, JSON.stringify(counts, undefined, 2));
  }
}

/** A file that could not run counts one failure. */
function failedFiles({ testResults }) {
  return testResults
    .filter(({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError)
    .map(({ testFilePath, numPassingTests, numFailingTests, testExecError }) => ({
      file: testFilePath.slice(process.cwd().length + 1),
      passed: numPassingTests,
      failed: numFailingTests + (testExecError ? 1 : 0),
    }));
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
