import {
  Body,
  Controller,
  Get,
  HttpStatus,
  Inject,
  type INestApplication,
  Module,
  Param,
  Post,
  Redirect,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { join } from 'node:path';
import { type Observable, of } from 'rxjs';

import { State, StateCreate } from '../../src/index.js';
import {
  FLOW_RUN_STATES,
  HydratePipe,
  PrefectStatesModule,
  StateJsonInterceptor,
  UuidPipe,
  ValidationFilter,
} from '../../src/nest/index.js';
import { Database, Runs, RunStates } from '../../src/persistence/index.js';
import { temporaryFolder } from '../support/database.js';
import { type Answer, listen, post } from '../support/http.js';

@Controller('runs')
class RunsController {
  constructor(
    @Inject(FLOW_RUN_STATES) private readonly states: RunStates,
    @Inject(Runs) private readonly runs: Runs,
  ) {}

  @Post()
  async make(): Promise<object> {
    const { flow } = await this.runs.createFlow({ name: 'f', tags: [] });
    const { run } = await this.runs.createFlowRun({
      name: 'r',
      flowId: flow.id,
      flowVersion: null,
      parameters: {},
      context: {},
      idempotencyKey: null,
      parentTaskRunId: null,
      tags: [],
    });
    return { id: run.id };
  }

  @Post(':id/states')
  append(@Param('id', UuidPipe) id: string, @Body(new HydratePipe(StateCreate)) create: StateCreate): Promise<State> {
    return this.states.append(id, State.parse(create));
  }

  @Get(':id/states')
  history(@Param('id', UuidPipe) id: string): Promise<State[]> {
    return this.states.history(id);
  }

  @Get(':id/summary')
  async summary(@Param('id', UuidPipe) id: string): Promise<object> {
    const states = await this.states.history(id);
    return { id, states, last: { state: states.at(-1) }, missing: undefined };
  }

  @Post('echo')
  echo(@Body(new HydratePipe(State)) state: State): State {
    return state;
  }

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Buffer.from('bytes'));
  }

  @Get('elsewhere')
  @Redirect('/runs/nothing')
  elsewhere(): object {
    return { url: '/runs/file' };
  }

  @Sse('events')
  events(): Observable<{ data: object }> {
    return of({ data: { a: 1 } });
  }

  @Post('broken')
  broken(): State {
    return State.parse({ type: 'NOPE' });
  }

  @Get('nothing')
  nothing(): void {
    // answers no body
  }
}

const folder = temporaryFolder();
const url = `sqlite:${join(folder, 'states.db')}`;

@Module({
  imports: [PrefectStatesModule.forRoot({ url })],
  controllers: [RunsController],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
    { provide: APP_FILTER, useClass: ValidationFilter },
  ],
})
class AppModule {}

let app: INestApplication;
let request: (path: string, init?: RequestInit) => Promise<Answer>;

beforeAll(async () => {
  app = await NestFactory.create(AppModule, { logger: false });
  request = await listen(app);
});
afterAll(() => app.close());

describe('PrefectStatesModule in an application', () => {
  it('keeps states, and answers with the text that they write of themselves', async () => {
    const { id } = (await request('/runs', { method: 'POST' })).body as { id: string };
    const kept = await request(`/runs/${id}/states`, post({ type: 'RUNNING' }));
    expect(kept.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const history = await request(`/runs/${id}/states`);
    expect(history.text).toContain(kept.text);
    expect(history.body).toHaveLength(2);
    expect(State.parseJson(kept.text).json()).toBe(kept.text);
  });

  it('answers 422 to what the pipes and the models refuse, with the body that was sent', async () => {
    const body = { type: 'RUNNING' };
    expect(await request('/runs/xyz/states', post(body))).toMatchObject({
      status: HttpStatus.UNPROCESSABLE_ENTITY,
      body: { exception_detail: [{ loc: ['path', 'id'] }], request_body: body },
    });
    expect(await request('/runs/broken', { method: 'POST' })).toMatchObject({
      status: HttpStatus.UNPROCESSABLE_ENTITY,
      body: { exception_detail: [{ loc: ['body', 'type'], type: 'type_error.enum' }] },
    });
  });

  it('has states write themselves inside of other answers too', async () => {
    const { id } = (await request('/runs', { method: 'POST' })).body as { id: string };
    const kept = await request(`/runs/${id}/states`, post({ type: 'RUNNING' }));
    const summary = await request(`/runs/${id}/summary`);
    expect(summary.text.endsWith(`,${kept.text}],"last":{"state":${kept.text}}}`)).toBe(true);
  });

  it('takes a State as a body, with its id, its data and its microseconds', async () => {
    const state = State.completed({ data: { a: [1] }, message: 'm' });
    expect((await request('/runs/echo', post(state))).text).toBe(state.json());
    expect(
      await request('/runs/echo', post({ type: 'RUNNING', id: 'q', state_details: { retriable: 'q' } })),
    ).toMatchObject({
      status: HttpStatus.UNPROCESSABLE_ENTITY,
      body: { exception_detail: [{ loc: ['body', 'id'] }, { loc: ['body', 'state_details', 'retriable'] }] },
    });
  });

  it('leaves files, redirects and events to the framework', async () => {
    expect(await request('/runs/file')).toMatchObject({ status: 200, text: 'bytes' });
    const elsewhere = await request('/runs/elsewhere', { redirect: 'manual' });
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([302, '/runs/file']);
    const events = await request('/runs/events');
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    expect(events.text).toContain('data: {"a":1}');
  });

  it('lets an answer without a body be one', async () => {
    expect((await request('/runs/nothing')).text).toBe('');
  });

  it('closes its database with the application', async () => {
    const own = await NestFactory.createApplicationContext(PrefectStatesModule.forRoot({ url }), { logger: false });
    const database = own.get(Database);
    await own.close();
    await expect(database.reader.query('SELECT 1')).rejects.toThrow();
  });

  it('does not start without a database', async () => {
    const starting = NestFactory.createApplicationContext(PrefectStatesModule.forRoot({ url: 'nope:' }), {
      logger: false,
      abortOnError: false,
    });
    await expect(starting).rejects.toThrow('it must be sqlite:PATH');
  });
});
