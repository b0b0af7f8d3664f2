/*
 * Measures one first import, in a fresh process: `node first-import.mjs ENTRY PACKAGE...`. The packages are loaded before
 * and not counted. The answer, milliseconds, goes to standard output.
 */
import { performance } from 'node:perf_hooks';
import { argv, stdout } from 'node:process';

const [entry, ...before] = argv.slice(2);
for (const name of before) await import(name);
const start = performance.now();
await import(entry);
stdout.write(String(performance.now() - start));
