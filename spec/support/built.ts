/* To be imported by what starts dist: a change in src would not be in it until it is built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status, stderr } = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../../built.mjs', import.meta.url)), 'check'],
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(stderr.trim());
