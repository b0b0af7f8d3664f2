import { ConsoleLogger, Controller, Get, type INestApplication, Module, StreamableFile } from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { State } from '../../src/index.js';
import { StateJsonInterceptor } from '../../src/nest/index.js';
import { type Answer, listen } from '../support/http.js';

const [a, b, c] = ['a', 'b', 'c'].map((name) => State.running({ name }) as State) as [State, State, State];

/** A promise, and what keeps it. */
function promised(): { readonly kept: Promise<void>; readonly keep: () => void } {
  let keep = (): void => undefined;
  const kept = new Promise<void>((resolve) => (keep = resolve));
  return { kept, keep };
}

let received = promised();
let left = promised();

async function* pages(...all: (State | readonly State[] | Error)[]): AsyncGenerator<State | readonly State[]> {
  for (const page of all) {
    await Promise.resolve();
    if (page instanceof Error) throw page;
    yield page;
  }
}

@Controller()
class PagesController {
  @Get('none')
  none(): AsyncIterable<State[]> {
    return pages() as never;
  }

  @Get('one')
  one(): AsyncIterable<State | readonly State[]> {
    return pages([a, b]);
  }

  @Get('many')
  async many(): Promise<AsyncIterable<State | readonly State[]>> {
    await Promise.resolve();
    return pages([a], [], b, [c], []);
  }

  @Get('slow')
  async *slow(): AsyncGenerator<State> {
    yield a;
    yield b;
    await received.kept;
    yield c;
  }

  @Get('endless')
  async *endless(): AsyncGenerator<State> {
    try {
      for (;;) {
        await Promise.resolve();
        yield a;
      }
    } finally {
      left.keep();
    }
  }

  @Get('broken-at-once')
  brokenAtOnce(): AsyncIterable<State | readonly State[]> {
    return pages([a], new Error('s3cr3t'));
  }

  @Get('broken-later')
  brokenLater(): AsyncIterable<State | readonly State[]> {
    return pages([a], [b], [c], new Error('s3cr3t'));
  }

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Buffer.from('text'));
  }
}

@Module({
  controllers: [PagesController],
  providers: [{ provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor }],
})
class AppModule {}

/** Keeps what is logged. */
class Log extends ConsoleLogger {
  readonly errors: unknown[] = [];

  override error(message: unknown): void {
    this.errors.push(message);
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('StateJsonInterceptor on %s, of an async iterable', (_name, createAdapter) => {
  let app: INestApplication;
  let request: (path: string) => Promise<Answer>;
  let url: string;
  const log = new Log({ logLevels: ['error'] });

  beforeAll(async () => {
    [received, left] = [promised(), promised()];
    app = await NestFactory.create(AppModule, createAdapter(), { logger: log });
    request = await listen(app);
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  it.each([
    ['/none', []],
    ['/one', [a, b]],
    ['/many', [a, b, c]],
  ])('%s sends one list of all that it gives', async (path, states) => {
    const { status, text, headers } = await request(path);
    expect(status).toBe(200);
    expect(text).toBe(`[${states.map((state) => state.json()).join(',')}]`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('sends what there is before the rest is read', async () => {
    const reader = (await fetch(`${url}/slow`)).body!.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value as Uint8Array);
    expect(text).toContain(b.id);
    received.keep();
    for (let read = await reader.read(); !read.done; read = await reader.read())
      text += decoder.decode(read.value as Uint8Array);
    expect(text).toBe(`[${[a, b, c].map((state) => state.json()).join(',')}]`);
  });

  it('reads no more when the client goes away', async () => {
    const reader = (await fetch(`${url}/endless`)).body!.getReader();
    await reader.read();
    await reader.cancel();
    // kept only if it is left
    await left.kept;
  });

  it('answers an error as any other before anything is sent', async () => {
    expect(await request('/broken-at-once')).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
  });

  it('breaks off at an error after that, so that nobody takes it for the whole', async () => {
    log.errors.length = 0;
    await expect(request('/broken-later')).rejects.toThrow();
    expect((await request('/one')).status).toBe(200);
    // and says so, without what the error says: it may quote what was read
    expect(log.errors).toEqual(['An answer was broken off: Error']);
  });

  it('lets a stream that is made otherwise be one', async () => {
    const { text, headers } = await request('/file');
    expect([text, headers.get('content-type')]).toEqual(['text', 'application/octet-stream']);
  });
});
