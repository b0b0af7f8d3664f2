/* Every example of the pages compiles, as in a strict project that has installed the package. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

import '../support/built.js';
import { temporaryFolder } from '../support/database.js';
import { markdownExamples } from '../support/examples.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The settings of the README, and those of a Nest project. */
const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  strict: true,
  noEmit: true,
  types: ['node'],
};

describe('the examples of the README and the docs', () => {
  const folder = temporaryFolder();

  it('compile', () => {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    symlinkSync(ROOT, join(folder, 'node_modules/prefect-states'));
    const files = markdownExamples().map(({ place, code }) => {
      const file = join(folder, `${basename(place).replace(/\.md:/, '-')}.mts`);
      writeFileSync(file, code);
      return file;
    });
    expect(files.length).toBeGreaterThan(50);
    const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(files, SETTINGS));
    const faults = diagnostics.map((fault) => ts.formatDiagnostic(fault, ts.createCompilerHost({})).trim());
    expect(faults).toEqual([]);
  }, 180_000);
});
