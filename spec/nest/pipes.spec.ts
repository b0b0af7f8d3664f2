import { HttpException, type ArgumentMetadata } from '@nestjs/common';

import { Field, PrefectBaseModel, StateCreate } from '../../src/index.js';
import {
  HydrateFieldsPipe,
  HydrateListPipe,
  HydratePipe,
  InvalidRequestException,
  UuidPipe,
} from '../../src/nest/index.js';
import { thrownBy } from '../support/expect.js';

const answerTo = (act: () => unknown): unknown => {
  const error = thrownBy(act);
  expect(error).toBeInstanceOf(HttpException);
  return (error as HttpException).getResponse();
};

describe('HydratePipe', () => {
  const pipe = new HydratePipe(StateCreate);

  it.each([
    ['an object', { type: 'RUNNING' }],
    ['a text', '{"type": "RUNNING"}'],
    ['bytes', Buffer.from('{"type": "RUNNING"}')],
  ])('makes an instance of %s', (_what, body) => {
    expect(pipe.transform(body)).toBeInstanceOf(StateCreate);
  });

  it("refuses with the body of Prefect's 422", () => {
    const body = { type: 'RUNNING', state_details: { flow_run_id: 'q' } };
    expect(answerTo(() => pipe.transform(body))).toEqual({
      exception_message: 'Invalid request received.',
      exception_detail: [
        { loc: ['body', 'state_details', 'flow_run_id'], msg: 'value is not a valid uuid', type: 'type_error.uuid' },
      ],
      request_body: body,
    });
  });

  it.each<[unknown, string, unknown]>([
    [undefined, 'value_error.missing', null],
    ['', 'value_error.missing', null],
    ['null', 'value_error.missing', null],
    [[1, 2], 'type_error.dict', [1, 2]],
    ['"text"', 'type_error.dict', 'text'],
  ])('refuses the body %j as a whole', (body, type, requestBody) => {
    expect(answerTo(() => pipe.transform(body))).toMatchObject({
      exception_detail: [{ loc: ['body'], type }],
      request_body: requestBody,
    });
  });

  it('tells where a text is no JSON', () => {
    expect(answerTo(() => pipe.transform('{"state": {"type": "RUN'))).toMatchObject({
      exception_detail: [
        {
          loc: ['body', 19],
          type: 'value_error.jsondecode',
          msg: 'Unterminated string starting at: line 1 column 20 (char 19)',
        },
      ],
      request_body: '{"state": {"type": "RUN',
    });
  });

  it.each<[unknown, object]>([
    [[], { type: 'value_error.missing' }],
    ['""', { type: 'value_error.missing' }],
    [[['type', 'NOPE']], { type: 'type_error.enum' }],
  ])('reads %j as the object that Python makes of it', (body, fault) => {
    expect(answerTo(() => pipe.transform(body))).toMatchObject({
      exception_detail: [{ loc: ['body', 'type'], ...fault }],
      request_body: body === '""' ? '' : body,
    });
    expect(pipe.transform([['type', 'RUNNING']])).toBeInstanceOf(StateCreate);
  });

  it.each<[string, Uint8Array]>([
    ['bytes that are no text', Uint8Array.of(255)],
    ['lists in lists, 1,001 levels deep', Buffer.from('['.repeat(1001) + ']'.repeat(1001))],
    ['objects in objects, 1,001 levels deep', Buffer.from(`${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`)],
  ])('answers 400 to %s', (_what, body) => {
    const error = thrownBy(() => pipe.transform(body)) as HttpException;
    expect([error.getStatus(), error.message]).toEqual([400, 'There was an error parsing the body']);
  });

  it('reads 1,000 levels', () => {
    const data = '['.repeat(999) + ']'.repeat(999);
    const { data: read } = pipe.transform(`{"type": "RUNNING", "data": ${data}}`);
    expect(JSON.stringify(read)).toBe(data);
  });
});

describe('HydrateFieldsPipe', () => {
  class Parameters extends PrefectBaseModel {
    static override readonly extra = 'ignore';
    @Field.nested(() => StateCreate) declare state: StateCreate;
    @Field.bool({ default: false }) declare force: boolean;
  }
  const pipe = new HydrateFieldsPipe(Parameters);

  it('takes a null for absent', () => {
    expect(pipe.transform({ state: { type: 'RUNNING' }, force: null }).force).toBe(false);
    expect(answerTo(() => pipe.transform({ state: null }))).toMatchObject({
      exception_detail: [{ loc: ['body', 'state'], type: 'value_error.missing' }],
      request_body: { state: null },
    });
  });

  it('lacks its required fields without a body, and all fields in a body that is no object', () => {
    expect(answerTo(() => pipe.transform(undefined))).toMatchObject({
      exception_detail: [{ loc: ['body', 'state'] }],
      request_body: null,
    });
    expect(answerTo(() => pipe.transform([1, 2]))).toMatchObject({
      exception_detail: [{ loc: ['body', 'state'] }, { loc: ['body', 'force'] }],
      request_body: [1, 2],
    });
  });
});

describe('HydrateListPipe', () => {
  const pipe = new HydrateListPipe(StateCreate);

  it('makes a list of instances', () => {
    const states = pipe.transform('[{"type": "RUNNING"}, {"type": "COMPLETED"}]');
    expect(states.map((state) => [state instanceof StateCreate, state.name])).toEqual([
      [true, 'Running'],
      [true, 'Completed'],
    ]);
    expect(pipe.transform([])).toEqual([]);
  });

  it('tells every place that is wrong, in every item', () => {
    const body = [{ type: 'NOPE' }, { type: 'RUNNING' }, 5, { type: 'RUNNING', state_details: { retriable: 'q' } }];
    expect(answerTo(() => pipe.transform(body))).toMatchObject({
      exception_detail: [
        { loc: ['body', 0, 'type'] },
        { loc: ['body', 2] },
        { loc: ['body', 3, 'state_details', 'retriable'] },
      ],
      request_body: body,
    });
  });

  it.each<[unknown, string]>([
    [undefined, 'value_error.missing'],
    ['null', 'value_error.missing'],
    [{ type: 'RUNNING' }, 'type_error.list'],
  ])('refuses the body %j as a whole', (body, type) => {
    expect(answerTo(() => pipe.transform(body))).toMatchObject({ exception_detail: [{ loc: ['body'], type }] });
  });
});

describe('a pipe of a part of the request', () => {
  const state = { type: 'RUNNING', state_details: { flow_run_id: 'q' } };
  const [one, list, fields] = [
    new HydratePipe(StateCreate),
    new HydrateListPipe(StateCreate),
    new HydrateFieldsPipe(StateCreate),
  ];
  const inside = ['state_details', 'flow_run_id'];

  it.each<[ArgumentMetadata, (string | number)[]]>([
    [{ type: 'query' }, ['query']],
    [{ type: 'query', data: 'state' }, ['query', 'state']],
    [{ type: 'param' }, ['path']],
    [{ type: 'body', data: 'state' }, ['body', 'state']],
    [{ type: 'custom' }, ['body']],
  ])('names the place in %j', (metadata, part) => {
    const locOf = (act: () => unknown): unknown => (thrownBy(act) as InvalidRequestException).issues[0]!.loc;
    for (const pipe of [one, fields]) {
      expect(locOf(() => pipe.transform(state, metadata))).toEqual([...part, ...inside]);
    }
    expect(locOf(() => list.transform([state], metadata))).toEqual([...part, 0, ...inside]);
    for (const pipe of [one, list]) {
      expect(locOf(() => pipe.transform(undefined, metadata))).toEqual(part);
      expect(locOf(() => pipe.transform(5, metadata))).toEqual(part);
      expect(locOf(() => pipe.transform('{', metadata))).toEqual([...part, 1]);
    }
    expect(locOf(() => fields.transform(5, metadata))).toEqual([...part, 'type']);
    expect(locOf(() => new UuidPipe().transform('q', metadata))).toEqual(part);
  });

  it('knows what was sent only where it is the body', () => {
    const sent = (metadata?: ArgumentMetadata): unknown =>
      (answerTo(() => one.transform(state, metadata)) as { readonly request_body: unknown }).request_body;
    expect([sent(), sent({ type: 'body' }), sent({ type: 'query' }), sent({ type: 'body', data: 'a' })]).toEqual([
      state,
      state,
      null,
      null,
    ]);
  });
});

describe('UuidPipe', () => {
  const pipe = new UuidPipe();
  const path: ArgumentMetadata = { type: 'param', data: 'id' };
  const query: ArgumentMetadata = { type: 'query', data: 'flow_run_id' };

  it('gives the canonical form', () => {
    expect(pipe.transform('123E4567E89B12D3A456426614174000', path)).toBe('123e4567-e89b-12d3-a456-426614174000');
  });

  it.each<[unknown, ArgumentMetadata, object]>([
    ['xyz', path, { loc: ['path', 'id'], type: 'type_error.uuid' }],
    [['a', 'b'], query, { loc: ['query', 'flow_run_id'], type: 'type_error.uuid' }],
    [undefined, query, { loc: ['query', 'flow_run_id'], type: 'value_error.missing' }],
  ])('refuses %j', (value, metadata, issue) => {
    const error = thrownBy(() => pipe.transform(value, metadata)) as InvalidRequestException;
    expect(error.issues).toMatchObject([issue]);
  });
});
