/*
 * Runs specs against a real Prefect: node spec/live/with-prefect.mjs SPEC...
 *
 * The specs take the Python that PREFECT_PYTHON names; without it a venv with Prefect is made once, below node_modules. Where
 * there is no Python that can make one, this says so and ends well: what the specs hold needs a real Prefect.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['prefect==2.20.25', 'anyio==4.4.0'];
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VENV = join(ROOT, 'node_modules', '.cache', 'prefect-2.20.25');

const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', cwd: ROOT, ...options });
const works = (python, program) => run(python, ['-c', program], { stdio: 'ignore' }).status === 0;

function findPython() {
  if (process.env.PREFECT_PYTHON) return process.env.PREFECT_PYTHON;
  const own = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(own) && works(own, 'import prefect')) return own;
  const found = ['python3.11', 'python3.12', 'python3.10', 'python3.9', 'python3'].find((name) =>
    works(name, 'import sys, venv, ensurepip; assert (3, 9) <= sys.version_info < (3, 13)'),
  );
  if (found === undefined) return null;
  rmSync(dirname(dirname(own)), { recursive: true, force: true });
  if (run(found, ['-m', 'venv', VENV]).status !== 0) return null;
  const pip = run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
  return pip.status === 0 ? own : null;
}

const python = findPython();
if (python === null) {
  console.log(
    'No real Prefect is asked: there is no Python 3.9 to 3.12 with venv and pip, or it cannot install Prefect.',
  );
} else {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const { status } = run(process.execPath, ['--experimental-vm-modules', jest, ...process.argv.slice(2)], {
    env: { ...process.env, PREFECT_PYTHON: python },
  });
  process.exitCode = status ?? 1;
}
