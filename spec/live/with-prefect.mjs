/*
 * Runs specs against a real Prefect: node spec/live/with-prefect.mjs SPEC...
 *
 * The specs take the Pythons that PREFECT_PYTHON (with Prefect 2) and PREFECT_PYTHON3 (with Prefect 3) name; for each that is
 * not named a venv is made once, below node_modules. Where there is no Python that can make one, this says so, and the specs
 * that need it are skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VERSIONS = [
  {
    variable: 'PREFECT_PYTHON',
    venv: 'prefect-2.20.25',
    packages: ['prefect==2.20.25', 'anyio==4.4.0'],
    pythons: '(3, 9) <= sys.version_info < (3, 13)',
  },
  {
    variable: 'PREFECT_PYTHON3',
    venv: 'prefect-3.8.8',
    packages: ['prefect==3.8.8', 'fastapi==0.139.0', 'sqlalchemy<2.1'],
    pythons: '(3, 10) <= sys.version_info < (3, 14)',
  },
];

const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', cwd: ROOT, ...options });
const works = (python, program) => run(python, ['-c', program], { stdio: 'ignore' }).status === 0;

function findPython({ variable, venv, packages, pythons }) {
  if (process.env[variable]) return process.env[variable];
  const folder = join(ROOT, 'node_modules', '.cache', venv);
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(own) && works(own, 'import prefect')) return own;
  const found = ['python3.11', 'python3.12', 'python3.10', 'python3.9', 'python3'].find((name) =>
    works(name, `import sys, venv, ensurepip; assert ${pythons}`),
  );
  if (found === undefined) return null;
  rmSync(folder, { recursive: true, force: true });
  if (run(found, ['-m', 'venv', folder]).status !== 0) return null;
  const pip = run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  return pip.status === 0 ? own : null;
}

const found = VERSIONS.map((version) => [version.variable, findPython(version)]);
for (const [i, [variable, python]] of found.entries()) {
  if (python !== null) continue;
  const { venv } = VERSIONS[i];
  console.log(`No ${venv} is asked: ${variable} is not set, and no Python here with venv and pip can install it.`);
}
const pythons = Object.fromEntries(found.filter(([, python]) => python !== null));
if (Object.keys(pythons).length > 0) {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const { status } = run(process.execPath, ['--experimental-vm-modules', jest, ...process.argv.slice(2)], {
    env: { ...process.env, ...pythons },
  });
  process.exitCode = status ?? 1;
}
