/* Shows what was measured as Markdown, which `docs/benchmarks.md` holds as it is. */

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Shows a number to three digits. */
export function numberText(value) {
  return NUMBER.format(value);
}

/** Shows a value with its unit. */
function valueText(value, unit = 'ns') {
  if (unit === 'bytes') return value > 2 ** 20 ? `${NUMBER.format(value / 2 ** 20)} MB` : `${Math.round(value)} bytes`;
  if (unit === 'ms') return `${NUMBER.format(value)} ms`;
  return value < 1000 ? `${NUMBER.format(value)} ns` : `${NUMBER.format(value / 1000)} us`;
}

/** Lays out rows of cells as a Markdown table whose columns are aligned. */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Shows the machine and the versions. */
export function aboutText({ machine, versions }) {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${machine}.\n${named.join(', ')}.`;
}

/** Shows every goal with its verdict. */
export function verdictText(rows) {
  const cells = rows.flatMap(({ title, set, verdicts }) =>
    verdicts.map(({ goal, measured, isMet }) => [
      title,
      set,
      goal,
      NUMBER.format(measured),
      isMet ? 'met' : '**not met**',
    ]),
  );
  return table(['operation', 'states', 'goal', 'measured', 'verdict'], cells);
}

/** Shows every contender: what one item took, how ours compares, and what work is done. */
export function contenderText(rows) {
  const cells = rows.flatMap(({ title, set, results, alone }) =>
    results.map(({ name, value, unit, work }) => {
      const ratio = alone ? '' : NUMBER.format(results[0].value / value);
      return [title, set, name, valueText(value, unit), ratio, work];
    }),
  );
  return table(['operation', 'states', 'who', 'each', 'ours / theirs', 'work'], cells);
}

/** Says what was left out, and why. */
export function skippedText(rows) {
  return rows.flatMap(({ title, skipped }) => (skipped ? [`Skipped: ${title}, ${skipped}.`] : [])).join('\n');
}
