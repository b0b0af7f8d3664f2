import { connect } from 'node:net';
import { once } from 'node:events';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

import { whyUnavailable } from '../../../src/persistence/index.js';

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error('s3cr3t'), { code, ...more });
const failed = (error: Error): Error => new QueryFailedError('INSERT', ['s3cr3t'], error);

describe('whyUnavailable()', () => {
  it.each([
    ...['08006', '28P01', '3D000', '25006', '40001', '40P01', '53100', '53300', '57014', '57P01', '57P03', '58030'],
    ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY'],
    ...['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN'],
  ])('knows %s, of a query and by itself, and says no more', (code) => {
    expect(whyUnavailable(failed(withCode(code)))).toBe(code);
    expect(whyUnavailable(withCode(code))).toBe(code);
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])(
    "knows pg's own words, which have no code: %s",
    (message) => {
      expect(whyUnavailable(failed(new Error(message)))).toBe(message);
    },
  );

  it.each([new QueryRunnerAlreadyReleasedError(), new QueryRunnerProviderAlreadyReleasedError()])(
    'knows what TypeORM says in a transaction whose connection broke: %s',
    (error) => {
      expect(whyUnavailable(error)).toBe('the connection broke in a transaction');
    },
  );

  it('knows a socket that there is not, and not every other file', async () => {
    const [error] = (await once(connect('/no/such/socket'), 'error')) as [Error];
    expect(whyUnavailable(error)).toBe('ENOENT');
    expect(whyUnavailable(withCode('ENOENT', { syscall: 'open' }))).toBeNull();
  });

  it.each([
    failed(withCode('23505')),
    failed(withCode('42P01')),
    failed(withCode('SQLITE_CONSTRAINT_UNIQUE')),
    withCode('ECONNABORTED', { type: 'request.aborted' }),
    new Error('Connection terminated by the user'),
    'Connection terminated',
    null,
    undefined,
  ])('says nothing of any other: %p', (error) => {
    expect(whyUnavailable(error)).toBeNull();
  });
});
