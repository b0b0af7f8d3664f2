// an application of Nest that uses the packed package: it keeps a state and reads it back
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Body, Controller, Get, Inject, Module, Param, Post } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { State, StateCreate } from 'prefect-states';
import {
  FLOW_RUN_STATES,
  HydratePipe,
  PrefectStatesModule,
  StateJsonInterceptor,
  UuidPipe,
  ValidationFilter,
} from 'prefect-states/nest';
import { Runs } from 'prefect-states/persistence';

// without a compiler: decorators are functions, here called as such
class RunsController {
  constructor(runs, states) {
    this.runs = runs;
    this.states = states;
  }

  async make() {
    const { flow } = await this.runs.createFlow({ name: 'hello', tags: [] });
    const { run } = await this.runs.createFlowRun({ name: 'first', flowId: flow.id });
    return { id: run.id };
  }

  append(id, create) {
    return this.states.append(id, State.parse(create));
  }

  history(id) {
    return this.states.history(id);
  }
}
const decorate = (method, decorator, ...parameters) => {
  const { prototype } = RunsController;
  parameters.forEach((each, i) => each(prototype, method, i));
  decorator(prototype, method, Object.getOwnPropertyDescriptor(prototype, method));
};
decorate('make', Post());
decorate('append', Post(':id/states'), Param('id', UuidPipe), Body(new HydratePipe(StateCreate)));
decorate('history', Get(':id/states'), Param('id', UuidPipe));
Inject(Runs)(RunsController, undefined, 0);
Inject(FLOW_RUN_STATES)(RunsController, undefined, 1);
Controller('runs')(RunsController);

/** Starts the application, keeps a state, reads it back, and has one refused. */
export async function tryOn(adapter, url) {
  class AppModule {}
  Module({
    imports: [PrefectStatesModule.forRootAsync({ useFactory: () => ({ url }) })],
    controllers: [RunsController],
    providers: [
      { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
      { provide: APP_FILTER, useClass: ValidationFilter },
    ],
  })(AppModule);
  const app = await NestFactory.create(AppModule, ...adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const base = await app.getUrl();
  const post = (path, body) =>
    fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const { id } = await (await post('/runs', {})).json();
  const answer = await post(`/runs/${id}/states`, { type: 'RUNNING', message: 'at work' });
  const text = await answer.text();
  assert.equal(answer.status, 201, text);
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  assert.equal(State.parseJson(text).json(), text);

  const history = await (await fetch(`${base}/runs/${id}/states`)).text();
  assert.ok(history.endsWith(`,${text}]`), history);

  const refused = await post(`/runs/${id}/states`, { type: 'NOPE' });
  const { exception_detail, request_body } = await refused.json();
  assert.equal(refused.status, 422);
  assert.deepEqual(exception_detail[0].loc, ['body', 'type']);
  assert.deepEqual(request_body, { type: 'NOPE' });
  await app.close();
}
