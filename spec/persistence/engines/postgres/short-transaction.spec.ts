/* A transaction whose last writes are answered with its commit: nothing may be lost for it, and the first error is the one that is told. */
import { jest } from '@jest/globals';
import { createRequire } from 'node:module';
import { QueryFailedError } from 'typeorm';

import { newUuid } from '../../../../src/inner.js';
import { State } from '../../../../src/index.js';
import { ObjectNotFoundError, Runs, RunStates } from '../../../../src/persistence/index.js';
import { Statement } from '../../../../src/persistence/engines/dialect.js';
import { queryRows, writeAll } from '../../../../src/persistence/engines/sql.js';
import { freshDatabase } from '../../../support/database.js';
import { newFlowRun } from '../../../support/runs.js';

interface Client {
  readonly query: (this: Client, asked: string | { readonly text: string }, ...more: unknown[]) => unknown;
}

const { Client } = createRequire(import.meta.url)('pg') as { readonly Client: { readonly prototype: Client } };

const INSERT = new Statement('INSERT INTO artifact (id, data) VALUES (?, ?)');

describe('Database.writeTogether() on postgres', () => {
  const database = freshDatabase('postgres');

  const insertOf = (id: string): { statement: Statement; parameters: unknown[] } => ({
    statement: INSERT,
    parameters: [id, '1'],
  });
  const isKept = async (id: string): Promise<boolean> =>
    (await queryRows(database.current().reader, 'SELECT id FROM artifact WHERE id = ?', [id])).length === 1;

  it('keeps what was written last', async () => {
    const id = newUuid();
    await database.current().writeTogether((manager) => writeAll(manager, [insertOf(id)]));
    expect(await isKept(id)).toBe(true);
  });

  it('fails with the error of the last write, and keeps nothing', async () => {
    const [first, second] = [newUuid(), newUuid()];
    await database.current().writeTogether((manager) => writeAll(manager, [insertOf(first)]));
    const writing = database.current().writeTogether(async (manager) => {
      await queryRows(manager, 'INSERT INTO artifact (id, data) VALUES (?, ?)', [second, '1']);
      await writeAll(manager, [insertOf(first)]);
    });
    const error: unknown = await writing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueryFailedError);
    expect(database.current().isConflict(error)).toBe(true);
    expect(await isKept(second)).toBe(false);
  });

  it('tells the error of a write that was not waited for, not of what failed behind it', async () => {
    const id = newUuid();
    await database.current().writeTogether((manager) => writeAll(manager, [insertOf(id)]));
    const writing = database.current().writeTogether(async (manager) => {
      await writeAll(manager, [insertOf(id)]);
      await queryRows(manager, 'SELECT 1', []);
    });
    const error: unknown = await writing.catch((reason: unknown) => reason);
    expect(database.current().isConflict(error)).toBe(true);
  });

  it('keeps nothing when the work throws, or its signal is aborted meanwhile', async () => {
    const id = newUuid();
    const reason = new Error('no more');
    const throwing = database.current().writeTogether(async (manager) => {
      await writeAll(manager, [insertOf(id)]);
      throw reason;
    });
    await expect(throwing).rejects.toBe(reason);
    const controller = new AbortController();
    const aborted = database.current().writeTogether(
      async (manager) => {
        await writeAll(manager, [insertOf(id)]);
        controller.abort(reason);
      },
      { signal: controller.signal },
    );
    await expect(aborted).rejects.toBe(reason);
    expect(await isKept(id)).toBe(false);
    // the connections are as they were
    const all = Array.from({ length: 20 }, () =>
      database.current().writeTogether((manager) => queryRows(manager, 'SELECT 1 AS one', [])),
    );
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, () => [{ one: 1 }]));
  });

  it('lets what TypeORM writes be a part of it', async () => {
    const id = newUuid();
    const writing = database.current().writeTogether(async (manager) => {
      await manager.transaction((inner) =>
        queryRows(inner, 'INSERT INTO artifact (id, data) VALUES (?, ?)', [id, '1']),
      );
      throw new ObjectNotFoundError('gone');
    });
    await expect(writing).rejects.toThrow(ObjectNotFoundError);
    expect(await isKept(id)).toBe(false);
  });

  it('waits for the server twice for a proposal', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const states = new RunStates(database.current(), 'flow_run');
    await states.propose(run.id, State.running());
    const { query } = Client.prototype;
    const turns: string[][] = [[]];
    const asking = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, asked, ...more) {
      turns.at(-1)!.push(/\w+/.exec(typeof asked === 'string' ? asked : asked.text)![0]);
      const answer = query.call(this, asked, ...more);
      if (answer instanceof Promise) void answer.then(() => turns.at(-1)!.length > 0 && turns.push([]));
      return answer;
    });
    try {
      await states.propose(run.id, State.running());
    } finally {
      asking.mockRestore();
    }
    expect(turns.filter(({ length }) => length > 0)).toEqual([
      ['BEGIN', 'SELECT'],
      ['WITH', 'COMMIT'],
    ]);
  });
});
