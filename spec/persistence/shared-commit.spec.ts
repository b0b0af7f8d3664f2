import { setTimeout } from 'node:timers/promises';
import { type EntityManager } from 'typeorm';

import { SharedCommit } from '../../src/persistence/shared-commit.js';

/** A database that notes what is asked of it. */
class Recorder {
  readonly said: string[] = [];
  /** Whether it has lost the transaction. */
  lost = false;
  /** Whether the disk fails at the end. */
  failsToCommit = false;

  readonly manager = {
    query: (sql: string): Promise<unknown> => {
      if (this.lost) return Promise.reject(new Error('no such savepoint'));
      this.said.push(sql.split(' ')[0]!);
      return Promise.resolve([]);
    },
  } as unknown as EntityManager;

  /** Runs a transaction after others had time to come. */
  readonly shared = new SharedCommit(async (work) => {
    await setTimeout(1);
    this.said.push('BEGIN');
    await work(this.manager);
    if (this.failsToCommit) throw new Error('cannot commit');
    this.said.push('COMMIT');
  });
}

const failing = (why: string) => (): Promise<never> => Promise.reject(new Error(why));
const giving =
  <T>(value: T) =>
  (): Promise<T> =>
    Promise.resolve(value);

describe('SharedCommit', () => {
  it('runs one alone without a savepoint, and hands out its own reason', async () => {
    const { shared, said } = new Recorder();
    expect(await shared.write(giving(1))).toBe(1);
    await expect(shared.write(failing('no'))).rejects.toThrow('no');
    expect(said).toEqual(['BEGIN', 'COMMIT', 'BEGIN']);
  });

  it('lets those who wait share a commit, each with a savepoint, and answers nobody before it', async () => {
    const { shared, said } = new Recorder();
    const answered = [1, 2, 3].map(async (value) => {
      await shared.write(giving(value));
      return said.at(-1);
    });
    expect(await Promise.all(answered)).toEqual(['COMMIT', 'COMMIT', 'COMMIT']);
    expect(said).toEqual(['BEGIN', 'SAVEPOINT', 'RELEASE', 'SAVEPOINT', 'RELEASE', 'SAVEPOINT', 'RELEASE', 'COMMIT']);
  });

  it('takes back what one of them did who fails, and keeps the others', async () => {
    const { shared, said } = new Recorder();
    const results = await Promise.allSettled([
      shared.write(giving(1)),
      shared.write(failing('mine')),
      shared.write(giving(3)),
    ]);
    expect(results).toMatchObject([{ value: 1 }, { reason: { message: 'mine' } }, { value: 3 }]);
    expect(said.filter((each) => each === 'ROLLBACK')).toHaveLength(1);
    expect(said.at(-1)).toBe('COMMIT');
  });

  it('answers all with the reason for which the database lost the transaction', async () => {
    const recorder = new Recorder();
    const { shared } = recorder;
    const results = await Promise.allSettled([
      shared.write(giving(1)),
      shared.write(() => {
        recorder.lost = true;
        return Promise.reject(new Error('disk full'));
      }),
      shared.write(giving(3)),
    ]);
    expect(results.map((each) => (each as PromiseRejectedResult).reason as Error)).toEqual([
      new Error('disk full'),
      new Error('disk full'),
      new Error('disk full'),
    ]);
  });

  it('answers all with the reason of a commit that fails, but one who failed before with his own', async () => {
    const recorder = new Recorder();
    const { shared } = recorder;
    recorder.failsToCommit = true;
    const results = await Promise.allSettled([shared.write(failing('mine')), shared.write(giving(2))]);
    expect(results.map((each) => (each as PromiseRejectedResult).reason as Error)).toEqual([
      new Error('mine'),
      new Error('cannot commit'),
    ]);
  });

  it('goes on with those who came too late, and with those who were too many', async () => {
    const { shared, said } = new Recorder();
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const value = await shared.write(giving(i));
        return (await shared.write(giving(value + 1))) - 1;
      }),
    );
    expect(results).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(said.filter((each) => each === 'COMMIT').length).toBeGreaterThanOrEqual(7);
    expect(said.filter((each) => each === 'COMMIT').length).toBeLessThan(20);
  });
});
