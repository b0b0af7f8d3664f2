/* What cannot be proposed: the status and the body of Prefect 2.20.25, and not a row is another afterwards. */
import { Database, ENTITIES } from '../../src/persistence/index.js';
import { askBadly, makeKnown, type Refused } from '../support/bad-proposals.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { startShared } from '../support/server.js';

const TYPES = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'CRASHED',
  'PAUSED',
  'CANCELLING',
];
const PERMITTED = TYPES.map((type) => `'${type}'`).join(', ');
const LOC = ['body', 'state', 'type'];

/** What is said of the type of a state. */
function issueOf({ type }: { readonly type?: unknown }): object {
  if (type === undefined) return { loc: LOC, msg: 'field required', type: 'value_error.missing' };
  if (type === null) return { loc: LOC, msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' };
  const msg = `value is not a valid enumeration member; permitted: ${PERMITTED}`;
  return { loc: LOC, msg, type: 'type_error.enum', ctx: { enum_values: TYPES } };
}

function expected({ kind, isKnown, force, state }: Refused): Pick<Refused, 'status' | 'body'> {
  const isSound = 'type' in state && state.type === 'RUNNING';
  if (isSound && isKnown === false) {
    const message = `${kind === 'flow_run' ? 'Flow' : 'Task'} run with id <id> not found`;
    return { status: 404, body: { exception_message: message } };
  }
  const wrongId = { loc: ['path', 'id'], msg: 'value is not a valid uuid', type: 'type_error.uuid' };
  const body = {
    exception_message: 'Invalid request received.',
    exception_detail: [isSound ? wrongId : issueOf(state)],
    request_body: force === undefined ? { state } : { state, force },
  };
  return { status: 422, body };
}

async function rowsOf(url: string): Promise<unknown> {
  const database = await Database.openReadOnly(url);
  const rows = await Promise.all(
    ENTITIES.map((entity) => database.reader.find(entity, { order: { id: 'ASC' } as object })),
  );
  await database.close();
  return rows;
}

describe.each(ENGINES)('what cannot be proposed, on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  it('is answered as the reference answers it, forced or not, and nothing is kept', async () => {
    const url = await create();
    const server = await startShared(folder, { DATABASE_URL: url });
    try {
      const known = await makeKnown(server.url);
      const before = await rowsOf(url);
      const answers = await askBadly(server.url, known);
      expect(answers).toHaveLength(72);
      for (const answer of answers) expect(answer).toEqual({ ...answer, ...expected(answer) });
      expect(await rowsOf(url)).toEqual(before);
    } finally {
      await server.stop();
    }
  });
});
