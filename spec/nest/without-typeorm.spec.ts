/* What of the Nest part needs no database. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import '../support/built.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** As where the package is not installed. */
const HIDE = `
  export async function resolve(name, context, next) {
    if (name !== 'typeorm' && !name.startsWith('typeorm/')) return next(name, context);
    throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;

async function withoutTypeOrm(program: string): Promise<string> {
  const begin = `
    import { register } from 'node:module';
    register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(HIDE)}`)});`;
  const args = ['--no-warnings', '--input-type=module', '-e', begin + program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  return stdout.trim();
}

describe("import of 'prefect-states/nest' where TypeORM is not installed", () => {
  it('gives pipes that work', async () => {
    const program = `
      const { HydratePipe, UuidPipe } = await import('prefect-states/nest');
      const { State } = await import('prefect-states');
      const id = new UuidPipe().transform('{0A0B0C0D-0000-4000-8000-000000000001}', { type: 'param', data: 'id' });
      console.log(new HydratePipe(State).transform({ type: 'RUNNING' }).name, id);`;
    expect(await withoutTypeOrm(program)).toBe('Running 0a0b0c0d-0000-4000-8000-000000000001');
  });

  it('gives a module that asks for TypeORM when the application is made', async () => {
    const program = `
      const { PrefectStatesModule } = await import('prefect-states/nest');
      const { NestFactory } = await import('@nestjs/core');
      const made = NestFactory.createApplicationContext(PrefectStatesModule.forRoot(), { logger: false, abortOnError: false });
      await made.catch((error) => console.log(error.code));`;
    expect(await withoutTypeOrm(program)).toBe('ERR_MODULE_NOT_FOUND');
  });
});
