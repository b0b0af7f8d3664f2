/*
 * Runs specs that need a program of Python: node spec/live/with-python.mjs prefect|schemathesis SPEC...
 *
 * The specs take the Pythons that PREFECT_PYTHON (with Prefect 2), PREFECT_PYTHON3 (with Prefect 3) or SCHEMATHESIS_PYTHON names;
 * for each that is not named a venv is made once, below node_modules. Where there is no Python that can make one, this says so,
 * and the specs that need it are skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PROGRAMS = {
  prefect: [
    {
      variable: 'PREFECT_PYTHON',
      packages: ['prefect==2.20.25', 'anyio==4.4.0'],
      pythons: ['3.11', '3.12', '3.10', '3.9'],
    },
    {
      variable: 'PREFECT_PYTHON3',
      packages: ['prefect==3.8.8', 'fastapi==0.139.0', 'sqlalchemy<2.1'],
      pythons: ['3.11', '3.12', '3.13', '3.10'],
    },
  ],
  schemathesis: [
    {
      variable: 'SCHEMATHESIS_PYTHON',
      // a seed means the same requests for one version of hypothesis only
      packages: ['schemathesis==4.32.5', 'hypothesis==6.170.17'],
      pythons: ['3.11', '3.12', '3.13', '3.14'],
    },
  ],
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const [name, ...specs] = process.argv.slice(2);

const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', cwd: ROOT, ...options });
const works = (python, program) => run(python, ['-c', program], { stdio: 'ignore' }).status === 0;

function findPython({ variable, packages, pythons }) {
  if (process.env[variable]) return process.env[variable];
  const venv = join(ROOT, 'node_modules', '.cache', packages[0].replace('==', '-'));
  const own = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(own) && works(own, `import ${name}`)) return own;
  const versions = pythons.map((version) => `(${version.replace('.', ', ')})`).join(', ');
  const found = [...pythons.map((version) => `python${version}`), 'python3'].find((python) =>
    works(python, `import sys, venv, ensurepip; assert sys.version_info[:2] in (${versions})`),
  );
  if (found === undefined) return null;
  rmSync(venv, { recursive: true, force: true });
  if (run(found, ['-m', 'venv', venv]).status !== 0) return null;
  const pip = run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  return pip.status === 0 ? own : null;
}

const found = {};
for (const each of PROGRAMS[name]) {
  const python = findPython(each);
  if (python !== null) found[each.variable] = python;
  else {
    const { packages, pythons } = each;
    console.log(`There is no ${packages[0]}: no Python ${pythons.join(', ')} with venv and pip that can install it.`);
  }
}
if (Object.keys(found).length > 0) {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const { status } = run(process.execPath, ['--experimental-vm-modules', jest, ...specs], {
    env: { ...process.env, ...found },
  });
  process.exitCode = status ?? 1;
}
