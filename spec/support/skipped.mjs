/* The last thing that `npm test` says: which specs were skipped, and why, which their titles hold. */
import { relative } from 'node:path';
import process from 'node:process';

export default class Skipped {
  #isWhole;

  constructor({ testNamePattern }) {
    // those that a name leaves out are not meant
    this.#isWhole = !testNamePattern;
  }

  onRunComplete(_contexts, { testResults: files }) {
    if (!this.#isWhole) return;
    const lines = files.flatMap(({ testFilePath, testResults }) =>
      testResults
        .filter(({ status }) => status === 'pending')
        .map(({ fullName }) => `  ${relative('', testFilePath)}: ${fullName}`),
    );
    // most files run twice
    const skipped = [...new Set(lines)].sort();
    process.stderr.write(skipped.length === 0 ? '\nSkipped: none\n' : `\nSkipped:\n${skipped.join('\n')}\n`);
  }
}
