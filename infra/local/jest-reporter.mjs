// Says nothing while tests pass. A failure is printed at once, with the lines that explain it.
const LINES = 40;

export default class FailuresOnly {
  onTestResult(_test, { testFilePath, testResults, testExecError }) {
    const file = testFilePath.slice(process.cwd().length + 1);
    if (testExecError) this.print(file, 'the file could not run', [testExecError.stack ?? testExecError.message]);
    for (const { status, fullName, failureMessages } of testResults)
      if (status === 'failed') this.print(file, fullName, failureMessages);
  }

  print(file, name, messages) {
    const text = messages.join('\n').split('\n').slice(0, LINES).join('\n    ');
    process.stderr.write(`\n  ✗ ${file} › ${name}\n    ${text}\n`);
  }
}
