import { type EntityManager } from 'typeorm';
import { runInNewContext } from 'node:vm';

import { refuseUnwritable } from '../../../src/persistence/tables/insert-row.js';
import { FlowRunEntity } from '../../../src/persistence/tables/flow-run.entity.js';
import { issuesOf } from '../../support/expect.js';

/** As much of a manager as tells a row's columns: one of JSON, on Postgres. */
function managerOf(value: unknown): EntityManager {
  const column = {
    type: 'json',
    databaseName: 'parameters',
    entityMetadata: { tableName: 'flow_run' },
    getEntityValue: () => value,
  };
  const dataSource = { options: { type: 'postgres' }, getMetadata: () => ({ columns: [column] }) };
  return { dataSource, connection: dataSource } as unknown as EntityManager;
}

describe('refuseUnwritable()', () => {
  it.each([
    ['of the own realm', { list: [{ name: 'a\0' }] }],
    ['of another realm', runInNewContext(String.raw`({ list: [{ name: 'a\0' }] })`)],
  ])('finds a text that Postgres cannot hold inside an object %s', (_realm, value) => {
    const parse = (): never => {
      refuseUnwritable(managerOf(value), new FlowRunEntity());
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
