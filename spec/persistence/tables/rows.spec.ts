import { type EntityManager } from 'typeorm';
import { runInNewContext } from 'node:vm';

import { refuseUnwritable } from '../../../src/persistence/tables/rows.js';
import { FlowRunEntity } from '../../../src/persistence/tables/flow-run.entity.js';
import { issuesOf } from '../../support/expect.js';

/** As much of a manager as tells a row's columns: one of JSON, on Postgres. */
function managerOfJson(): EntityManager {
  const columns = [{ type: 'json', databaseName: 'parameters', propertyName: 'parameters', isInsert: true }];
  const metadata = { tableName: 'flow_run', columns };
  return { dataSource: { options: { type: 'postgres' }, getMetadata: () => metadata } } as unknown as EntityManager;
}

describe('refuseUnwritable()', () => {
  it.each([
    ['of the own realm', { list: [{ name: 'a\0' }] }],
    ['of another realm', runInNewContext(String.raw`({ list: [{ name: 'a\0' }] })`) as object],
  ])('finds a text that Postgres cannot hold inside an object %s', (_realm, value: object) => {
    const parse = (): never => {
      refuseUnwritable(managerOfJson(), Object.assign(new FlowRunEntity(), { parameters: value }));
      throw new Error('it was taken');
    };
    expect(issuesOf({ name: 'flow_run', parse }, null)).toEqual([
      {
        loc: ['parameters', 'list', 0, 'name'],
        msg: 'the text has a U+0000, which Postgres cannot hold',
        type: 'value_error',
      },
    ]);
  });
});
