/* The few routes of blocks that a client needs before it keeps a result; texts as Prefect 2.20.25 answers them. */
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { type SharedServer, startShared } from '../support/server.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const CHECKSUM = 'sha256:6db1ab242e7b2b88a52dc137a7da3a373af63e0a103b9a91e060ed54a26f395a';

describe.each(ENGINES)('blocks on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: SharedServer;
  let ids: { readonly block_schema_id: string; readonly block_type_id: string };

  const get = (path: string): Promise<Answer> => send(server.url + path);
  const make = (body: object): Promise<Answer> => send(`${server.url}/block_documents/`, post(body));

  beforeAll(async () => {
    server = await startShared(folder, { DATABASE_URL: await create() });
    const schema = (await get(`/block_schemas/checksum/${CHECKSUM}`)).body as { id: string; block_type_id: string };
    ids = { block_schema_id: schema.id, block_type_id: schema.block_type_id };
  });

  afterAll(() => server.stop());

  it('hold the local file system, as clients know it', async () => {
    const type = await get('/block_types/slug/local-file-system');
    expect(type.body).toMatchObject({ name: 'Local File System', slug: 'local-file-system', is_protected: true });
    const schema = await get(`/block_schemas/checksum/${CHECKSUM}?version=2.20.25`);
    expect(schema.body).toMatchObject({
      checksum: CHECKSUM,
      fields: { title: 'LocalFileSystem', properties: { basepath: { type: 'string' } }, secret_fields: [] },
      block_type: type.body,
      capabilities: ['read-path', 'write-path', 'put-directory', 'get-directory'],
      version: '2.20.25',
    });
  });

  it('are made, and read as they were answered', async () => {
    const made = await make({ ...ids, name: null, data: { basepath: '/a' }, is_anonymous: true });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: expect.stringMatching(/^anonymous-[0-9a-f-]{36}$/) as string,
      data: { basepath: '/a' },
      block_schema: { checksum: CHECKSUM },
      block_type_name: 'Local File System',
      block_type: { slug: 'local-file-system' },
      block_document_references: {},
      is_anonymous: true,
    });
    const { id } = made.body as { id: string };
    expect((await get(`/block_documents/${id}`)).text).toBe(made.text);
  });

  it('are not made twice under one name', async () => {
    const named = { ...ids, name: 'mine', data: { basepath: '/a' } };
    expect((await make(named)).status).toBe(201);
    expect(await make(named)).toMatchObject({ status: 409, body: { detail: 'Block already exists' } });
  });

  it.each([
    ['no name', {}, { loc: ['body', '__root__'], msg: 'Names must be provided for block documents.' }],
    [
      'a wrong name',
      { name: 'A b' },
      {
        loc: ['body', 'name'],
        msg: 'Block document name must only contain lowercase letters, numbers, and dashes.',
      },
    ],
    [
      'no schema',
      { name: 'x', block_schema_id: undefined },
      { loc: ['body', 'block_schema_id'], msg: 'field required' },
    ],
  ])('are refused with %s', async (_what, fields, issue) => {
    const answer = await make({ ...ids, ...fields });
    expect(answer.status).toBe(422);
    expect((answer.body as { exception_detail: object[] }).exception_detail[0]).toMatchObject(issue);
  });

  it.each([
    ['/block_types/slug/nope', 404, 'Block type not found'],
    ['/block_schemas/checksum/nope', 404, 'Block schema not found'],
    [`/block_documents/${NOBODY}`, 404, 'Block document not found'],
  ])('that are not there: %s', async (path, status, detail) => {
    expect(await get(path)).toMatchObject({ status, body: { detail } });
  });

  it('of a schema that is not there are a conflict', async () => {
    expect((await make({ ...ids, name: 'y', block_schema_id: NOBODY })).status).toBe(409);
  });
});
