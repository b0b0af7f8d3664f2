import { FlowEntity, Runs } from '../../../src/persistence/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';

const ID = '123e4567-e89b-12d3-a456-426614174000';

const flow = (name: string): FlowEntity => Object.assign(new FlowEntity(), { id: ID, name, tags: [] });

describe.each(ENGINES)('Database.isConflict() on %s', (engine) => {
  const fresh = freshDatabase(engine);
  const errorOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  it('knows an id that is taken, and an id that refers to nothing', async () => {
    const database = fresh.current();
    const both = database.write((manager) => manager.insert(FlowEntity, [flow('a'), flow('b')]));
    expect(database.isConflict(await errorOf(both))).toBe(true);
    const { cause } = (await errorOf(new Runs(database).createFlowRun({ name: 'run', flowId: ID }))) as Error;
    expect(database.isConflict(cause)).toBe(true);
  });

  it('does not take another fault for one', async () => {
    const database = fresh.current();
    const wrong = database.write((manager) => manager.query('SELECT nothing FROM flow'));
    expect(database.isConflict(await errorOf(wrong))).toBe(false);
    expect(database.isConflict(new Error('SQLITE_CONSTRAINT_UNIQUE'))).toBe(false);
  });
});
