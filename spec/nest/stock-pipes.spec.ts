/* The models in an application that knows nothing of this package's own pipes. */
import {
  Body,
  ClassSerializerInterceptor,
  Controller,
  type INestApplication,
  Module,
  Post,
  StandardSchemaValidationPipe,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { Field, types, PrefectBaseModel, State, StateCreate } from '../../src/index.js';
import { type Answer, listen, post } from '../support/http.js';

class Histories extends PrefectBaseModel {
  static override readonly extra = 'ignore';
  @Field.list(types.nested(() => State)) declare pastStates: State[];
  @Field.record(types.nullable(types.nested(() => State)), { default: () => ({}) })
  declare byName: Record<string, State | null>;
}

@Controller()
class StatesController {
  @Post('stock')
  @UsePipes(new ValidationPipe({ transform: true }))
  stock(@Body() create: StateCreate): object {
    return { isInstance: create instanceof StateCreate, create };
  }

  @Post('whitelist')
  @UsePipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }))
  whitelist(@Body() create: StateCreate): StateCreate {
    return create;
  }

  @Post('histories')
  @UsePipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }))
  histories(@Body() histories: Histories): Histories {
    return histories;
  }

  @Post('properties')
  @UsePipes(new ValidationPipe({ transform: true }))
  properties(@Body() state: State): string[] {
    return Object.keys(state).sort();
  }

  @Post('stripped')
  @UsePipes(new ValidationPipe({ transform: true, whitelist: true }))
  stripped(@Body() state: State): string[] {
    return Object.keys(state).sort();
  }

  @Post('standard')
  @UsePipes(new StandardSchemaValidationPipe())
  standard(@Body({ schema: StateCreate }) create: StateCreate): object {
    return { isInstance: create instanceof StateCreate, create };
  }

  @Post('serialized')
  @UseInterceptors(ClassSerializerInterceptor)
  @UsePipes(new ValidationPipe({ transform: true }))
  serialized(@Body() state: State): State {
    return state;
  }
}

@Module({ controllers: [StatesController] })
class AppModule {}

let app: INestApplication;
let request: (path: string, init?: RequestInit) => Promise<Answer>;

beforeAll(async () => {
  app = await NestFactory.create(AppModule, { logger: false });
  request = await listen(app);
});
afterAll(() => app.close());

const BODY = { type: 'RUNNING', message: 'm', state_details: { flow_run_id: '123E4567-E89B-12D3-A456-426614174000' } };
const BAD = { type: 'NOPE', state_details: { retriable: 'q' } };
const TYPE = expect.stringMatching(/value is not a valid enumeration member/) as unknown;

describe("Nest's ValidationPipe({ transform: true })", () => {
  it('makes the body a StateCreate', async () => {
    const { status, body } = await request('/stock', post(BODY));
    expect([status, body]).toMatchObject([
      201,
      {
        isInstance: true,
        create: { name: 'Running', state_details: { flow_run_id: BODY.state_details.flow_run_id.toLowerCase() } },
      },
    ]);
  });

  it('refuses what is none, and says where and why', async () => {
    expect(await request('/stock', post(BAD))).toMatchObject({
      status: 400,
      body: { message: [TYPE, 'state_details.retriable: value could not be parsed to a boolean'] },
    });
    expect(await request('/stock', post({ ...BODY, nope: 1 }))).toMatchObject({
      status: 400,
      body: { message: ['nope: extra fields not permitted'] },
    });
    for (const body of [[], 'text', 5]) expect((await request('/stock', post(body))).status).toBe(400);
  });

  it('takes whitelist and forbidNonWhitelisted beside', async () => {
    expect((await request('/whitelist', post(BODY))).status).toBe(201);
    expect(await request('/whitelist', post({ ...BODY, nope: 1 }))).toMatchObject({ status: 400 });
  });

  it('refuses by forbidNonWhitelisted what is no field of a model inside, by its path on the wire', async () => {
    const state_details = { nope: 1, pause_key: 'k', flowRunId: BODY.state_details.flow_run_id };
    expect(await request('/whitelist', post({ ...BODY, state_details }))).toMatchObject({
      status: 400,
      body: {
        message: ['property state_details.nope should not exist', 'property state_details.flowRunId should not exist'],
      },
    });
    const state = { type: 'RUNNING', data: { any: { thing: 1 } }, state_details: {} };
    const body = {
      past_states: [state, { ...state, state_details: { nope: 1 } }],
      by_name: { first: { ...state, more: 1 }, second: null },
    };
    expect(await request('/histories', post(body))).toMatchObject({
      status: 400,
      body: {
        message: [
          'property past_states.1.state_details.nope should not exist',
          'property by_name.first.more should not exist',
        ],
      },
    });
    expect(await request('/histories', post({ past_states: [state], by_name: { a: null } }))).toMatchObject({
      status: 201,
    });
  });

  it('leaves it out without forbidNonWhitelisted', async () => {
    const body = { type: 'RUNNING', state_details: { nope: 1 } };
    const { body: expected } = await request('/properties', post({ type: 'RUNNING' }));
    expect(await request('/stripped', post(body))).toMatchObject({ status: 201, body: expected });
    expect(await request('/properties', post(body))).toMatchObject({ status: 201, body: expected });
    expect((await request('/stock', post(body))).status).toBe(201);
    expect((await request('/serialized', post(body))).text).not.toContain('nope');
  });

  it('keeps microseconds through ClassSerializerInterceptor', async () => {
    const timestamp = '2026-11-23T16:37:01.243753+00:00';
    expect(await request('/serialized', post({ type: 'RUNNING', timestamp }))).toMatchObject({ body: { timestamp } });
  });
});

describe("Nest's StandardSchemaValidationPipe", () => {
  it('makes the body a StateCreate', async () => {
    expect(await request('/standard', post(BODY))).toMatchObject({
      status: 201,
      body: { isInstance: true, create: { name: 'Running' } },
    });
  });

  it('refuses what is none, and says where and why', async () => {
    expect(await request('/standard', post(BAD))).toMatchObject({
      status: 400,
      body: { message: [TYPE, 'state_details.retriable: value could not be parsed to a boolean'] },
    });
  });
});
