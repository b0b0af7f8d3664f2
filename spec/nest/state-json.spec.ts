/* What the interceptor answers, beside what Nest alone does. */
import {
  ConsoleLogger,
  Controller,
  Get,
  Header,
  type INestApplication,
  Module,
  Param,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Readable } from 'node:stream';

import { SerializationError, State } from '../../src/index.js';
import { StateJsonInterceptor } from '../../src/nest/index.js';
import { type Answer, listen } from '../support/http.js';

class Labelled extends State {
  override toJSON(): never {
    return { ...super.toJSON(), label: 'mine' } as never;
  }
}

class Listing {
  readonly total = 1;
  constructor(readonly states: readonly State[]) {}
}

const [state, labelled] = [State.running(), Labelled.running()];
const inData = State.running({ data: [labelled, { labelled }] });

function withGaps(...items: unknown[]): unknown[] {
  const list: unknown[] = [];
  for (const [i, item] of items.entries()) list[2 * i + 1] = item;
  return list;
}

const JSON_VALUES: Readonly<Record<string, unknown>> = {
  'a model': state,
  'a model with a toJSON of its own': labelled,
  'such models in lists and objects': [labelled, { labelled, all: [[labelled]] }],
  'such a model inside data': inData,
  'a list with gaps': withGaps(state, {}),
  'a list with a toJSON of its own': Object.assign([1], { toJSON: () => [state] }),
  'an object of a class': new Listing([state, labelled]),
  'an object that gives models': { toJSON: () => ({ state, labelled }) },
  'an object that asks for its name': [{ a: { toJSON: (key: string) => key } }, { toJSON: (key: string) => key }],
  'a date': new Date(0),
  'a map and a set': { map: new Map([['a', state]]), set: new Set([state]) },
  'what JSON leaves out': { a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1, Symbol('e')] },
  'an empty list': [],
};

// made for each request: a stream is read once
const OTHERS: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  bytes: () => Buffer.from('bytes'),
  'a typed array': () => Uint16Array.of(1, 2),
  'a view of bytes': () => new DataView(Uint8Array.of(1, 2).buffer),
  'a file': () => new StreamableFile(Buffer.from('file')),
  'a function': () => () => 1,
  'an error': () => new Error('s3cr3t'),
  'a stream': () => Readable.from([Buffer.from('str'), Buffer.from('eam')], { objectMode: false }),
  'a stream of texts': () => Readable.from(['str', 'eam']),
  'a stream of the web': () => Readable.toWeb(Readable.from(['str', 'eam'])),
  'a response of the web': () => new Response('response'),
};

@Controller()
class ValuesController {
  @Get('json/:what')
  json(@Param('what') what: string): unknown {
    return JSON_VALUES[what];
  }

  @Get('other/:what')
  other(@Param('what') what: string): unknown {
    return OTHERS[what]!();
  }

  @Get('said/text')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  csv(): string {
    return 'a,b';
  }

  @Get('said/json-text')
  @Header('Content-Type', 'application/json; charset=utf-8')
  jsonText(): string {
    return '{"a":1}';
  }

  @Get('said/problem')
  @Header('Content-Type', 'application/problem+json; charset=utf-8')
  problem(): object {
    return { title: 'none', state };
  }

  @Get('said/by-the-handler')
  byTheHandler(@Res() response: { send(body: string): unknown }): unknown {
    return response.send('done');
  }

  @Get('wrong/bigint')
  bigint(): unknown {
    return { list: [{ n: 1n }] };
  }

  @Get('text/:what')
  text(@Param('what') what: string): unknown {
    return { text: 'é"', number: 1.5, yes: true, null: null }[what];
  }
}

/** Keeps what is logged. */
class Log extends ConsoleLogger {
  readonly errors: unknown[] = [];

  override error(message: unknown): void {
    this.errors.push(message);
  }
}

@Module({ controllers: [ValuesController] })
class Alone {}

@Module({
  controllers: [ValuesController],
  providers: [{ provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor }],
})
class Intercepted {}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('StateJsonInterceptor on %s', (_name, createAdapter) => {
  const apps: INestApplication[] = [];
  const log = new Log({ logLevels: ['error'] });
  let nest: (path: string) => Promise<Answer>;
  let ours: (path: string) => Promise<Answer>;

  beforeAll(async () => {
    for (const module of [Alone, Intercepted])
      apps.push(await NestFactory.create(module, createAdapter(), { logger: log }));
    [nest, ours] = (await Promise.all(apps.map(listen))) as [typeof nest, typeof ours];
  });
  afterAll(() => Promise.all(apps.map((app) => app.close())));

  const answerOf = ({ status, text, headers }: Answer): object => ({ status, text, type: headers.get('content-type') });

  it.each(Object.keys(JSON_VALUES))('writes %s as JSON.stringify does, and says of it what Nest says', async (what) => {
    const answer = await ours(`/json/${what}`);
    expect(answer.text).toBe(JSON.stringify(JSON_VALUES[what]));
    expect(answerOf(answer)).toEqual(answerOf(await nest(`/json/${what}`)));
  });

  it.each(Object.keys(OTHERS))('leaves %s to the framework', async (what) => {
    expect(answerOf(await ours(`/other/${what}`))).toEqual(answerOf(await nest(`/other/${what}`)));
  });

  it('says of an answer of nothing no content type', async () => {
    const { text, headers } = await ours('/other/nothing');
    expect([text, headers.get('content-type')]).toEqual(['', null]);
  });

  it.each(['text', 'json-text', 'problem', 'by-the-handler'])(
    'keeps the content type and the answer of a handler that says them: %s',
    async (what) => {
      log.errors.length = 0;
      expect(answerOf(await ours(`/said/${what}`))).toEqual(answerOf(await nest(`/said/${what}`)));
      expect(log.errors).toEqual([]);
    },
  );

  // where Nest sends text/html, text/plain or nothing
  it.each([
    ['text', '"é\\""'],
    ['number', '1.5'],
    ['yes', 'true'],
    ['null', 'null'],
  ])('writes a lone %s as JSON', async (what, text) => {
    expect(answerOf(await ours(`/text/${what}`))).toEqual({
      status: 200,
      text,
      type: 'application/json; charset=utf-8',
    });
  });

  it('answers what JSON cannot hold as any other error, and logs the place', async () => {
    log.errors.length = 0;
    expect(await ours('/wrong/bigint')).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
    expect(log.errors).toEqual([SerializationError.notJson('answer.list[0].n', 'a bigint')]);
  });
});
