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

import { State, StateCreate } from '../../src/index.js';
import { type Answer, listen, post } from '../support/http.js';

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
      body: { message: [TYPE, 'stateDetails.retriable: value could not be parsed to a boolean'] },
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
