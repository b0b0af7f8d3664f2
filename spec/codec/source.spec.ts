/* The code that is generated for the package's own classes, to be read: what changes it, changes a file (WRITE_SOURCES=1 writes them). */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { CountByState, isCompiled, sourceOf, State, StateCreate, StateDetails } from '../../src/index.js';

const fileOf = (name: string): string => fileURLToPath(new URL(`../fixtures/sources/${name}.js.txt`, import.meta.url));

describe('sourceOf()', () => {
  it.each([State, StateDetails, StateCreate, CountByState])('gives of %p what its file holds', (model) => {
    const file = fileOf(model.name);
    const source = sourceOf(model);
    if (process.env.WRITE_SOURCES !== undefined && source !== null) writeFileSync(file, `${source}\n`);
    expect(source).toBe(isCompiled(model) ? readFileSync(file, 'utf8').trimEnd() : null);
  });
});
