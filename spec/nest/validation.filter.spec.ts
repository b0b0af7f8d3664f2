import { jest } from '@jest/globals';
import { ConsoleLogger, type ExceptionFilter, type INestApplicationContext, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, ExternalContextCreator, NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';

import { State, ValidationError } from '../../src/index.js';
import { InvalidRequestException, StateJsonInterceptor, UuidPipe, ValidationFilter } from '../../src/nest/index.js';

/** What a resolver of GraphQL is. */
class Resolver {
  parse(): State {
    return State.parse({ type: 'NOPE' });
  }

  refuse(): string {
    return new UuidPipe().transform('q', { type: 'body', data: 'id' });
  }

  answer(): State {
    return State.running();
  }
}

@Module({
  providers: [
    Resolver,
    { provide: APP_FILTER, useClass: ValidationFilter },
    { provide: APP_INTERCEPTOR, useClass: StateJsonInterceptor },
  ],
})
class AppModule {}

/** The framework logs what it hands on. */
class Silent extends ConsoleLogger {
  override error(): void {
    // says nothing
  }
}

describe('ValidationFilter outside of HTTP', () => {
  let app: INestApplicationContext;

  beforeAll(async () => {
    app = await NestFactory.create(AppModule, { logger: new Silent() });
    await app.init();
  });
  afterAll(() => app.close());

  /** Calls a method as `@nestjs/graphql` does. */
  const resolve = async (name: keyof Resolver): Promise<unknown> => {
    const resolver = app.get(Resolver);
    const options = { guards: true, interceptors: true, filters: true };
    const method = Reflect.get(resolver, name) as (...args: unknown[]) => unknown;
    const called = app
      .get(ExternalContextCreator)
      .create(resolver, method, name, undefined, undefined, undefined, undefined, options, 'graphql');
    return (called as (...args: unknown[]) => Promise<unknown>)({}, {}, {}, {});
  };

  const error = State.safeParse(1).error!;
  const hostOf = (kind: string): ExecutionContextHost => {
    const host = new ExecutionContextHost([{}, {}]);
    host.setType(kind);
    return host;
  };

  it('lets the error go on to the handler of GraphQL', async () => {
    await expect(resolve('parse')).rejects.toThrow(ValidationError);
    await expect(resolve('refuse')).rejects.toThrow(InvalidRequestException);
  });

  it('gives nothing to the handler of messages, which then asks its own filter', () => {
    const filter: ExceptionFilter<ValidationError> = new ValidationFilter();
    expect(filter.catch(error, hostOf('rpc'))).toBeUndefined();
  });

  it("asks the gateways' own filter, because they take the error for answered", async () => {
    const host = hostOf('ws');
    const handed = new Promise((resolved) => {
      // the package is not installed here
      const BaseWsExceptionFilter = class {
        catch(...given: unknown[]): void {
          resolved(given);
        }
      };
      jest.unstable_mockModule('@nestjs/websockets', () => ({ BaseWsExceptionFilter }), { virtual: true });
    });
    new ValidationFilter().catch(error, host);
    expect(await handed).toEqual([error, host]);
  });

  it('stands beside an interceptor that leaves what a resolver gives as it is', async () => {
    expect(await resolve('answer')).toBeInstanceOf(State);
  });
});
