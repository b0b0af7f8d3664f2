/*
 * Measures one row with one set, in a process of its own, so that no row runs on what another taught the engine:
 * `node child.mjs MODULE ROW SET`. The answer goes to standard output as JSON.
 */
import { argv, env, stdout } from 'node:process';

import { alternate } from './measure.mjs';

const [module, row, setName] = argv.slice(2);
const { [row]: make } = await import(`./rows/${module}.mjs`);
const { contenders, goals } = make(setName);
const rounds = Number(env.BENCH_ROUNDS ?? 30);
stdout.write(JSON.stringify({ results: alternate(contenders, { rounds }), goals }));
