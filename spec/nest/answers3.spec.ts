/* What FastAPI answers to bad requests whose models are Prefect 3.8.8's, recorded by spec/fixtures/answers3.py. */
import { readFileSync } from 'node:fs';

import { type ArgumentMetadata, HttpException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';

import * as v2 from '../../src/index.js';
import { Field, PrefectBaseModel, type SecretString } from '../../src/index.js';
import { HydrateFieldsPipe, HydrateListPipe, HydratePipe, UuidPipe, ValidationFilter } from '../../src/nest/index.js';
import { prefect3, State, StateCreate } from '../../src/v3/index.js';
import { thrownBy } from '../support/expect.js';

class Parameters extends PrefectBaseModel {
  static override readonly wire = prefect3;
  static override readonly extra = 'ignore';
  @Field.nested(() => StateCreate) declare state: StateCreate;
  @Field.bool({ default: false }) declare force: boolean;
}

const PIPES = {
  model: new HydratePipe(StateCreate),
  fields: new HydrateFieldsPipe(Parameters),
  list: new HydrateListPipe(StateCreate),
  uuid: new UuidPipe(StateCreate),
};

const PARTS: Readonly<Record<string, ArgumentMetadata>> = {
  body: { type: 'body' },
  query: { type: 'query', data: 'id' },
};

type Line = readonly [pipe: keyof typeof PIPES, part: string, sent: string | undefined, body: unknown];

const LINES = readFileSync(new URL('../fixtures/answers3.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

describe('a pipe of a model of Prefect 3', () => {
  it.each(LINES)('%s answers as FastAPI to the %s %j', (pipe, part, sent, body) => {
    const error = thrownBy(() => PIPES[pipe].transform(sent ?? undefined, PARTS[part]!));
    expect(error).toBeInstanceOf(HttpException);
    expect(JSON.parse(JSON.stringify((error as HttpException).getResponse()))).toEqual(body);
  });
});

describe('ValidationFilter', () => {
  const host = (body: unknown): ExecutionContextHost => new ExecutionContextHost([{ body }, {}]);

  it('answers in the words of the class that refused', () => {
    const body = { state: { type: 'NOPE' } };
    const error = State.safeParse(body.state).error!;
    expect(ValidationFilter.withBody(error, host(body), ['state']).issues).toMatchObject([
      { type: 'enum', loc: ['body', 'state', 'type'], input: 'NOPE' },
    ]);
    expect(ValidationFilter.withBody(State.safeParse(5).error!, host({ a: 1 })).issues).toMatchObject([
      { type: 'model_attributes_type', loc: ['body'], input: { a: 1 } },
    ]);
    const older = v2.State.safeParse(body.state).error!;
    expect(ValidationFilter.withBody(older, host(body)).issues[0]).not.toHaveProperty('input');
  });

  it("shows no secret of a model that stands in the request's place", () => {
    class Vault extends PrefectBaseModel {
      static override readonly wire = prefect3;
      @Field.secretString() declare key: SecretString;
      @Field.int() declare size: number;
    }
    const held = Object.assign(new Vault({ key: 's3cr3t', size: 1 }), { size: 'x' });
    const error = Vault.safeParse(held).error!;
    const { issues } = ValidationFilter.withBody(error, host(held));
    expect(issues).toMatchObject([{ type: 'int_parsing', input: 'x' }]);
    expect(JSON.stringify(ValidationFilter.withBody(error, host(held)).getResponse())).not.toContain('s3cr3t');
  });
});
