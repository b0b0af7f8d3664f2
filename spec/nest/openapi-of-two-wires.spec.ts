/* Models of both wires, which have the same names, in the document of one Nest application. */
import { Body, Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  ApiSchema,
  DocumentBuilder,
  getSchemaPath,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';

import { Field, PrefectBaseModel, State, StateCreate, StateDetails } from '../../src/index.js';
import { HydratePipe, withModelSchemas } from '../../src/nest/index.js';
import * as v3 from '../../src/v3/index.js';

@Controller('2/states')
class OldController {
  @Post()
  @ApiCreatedResponse({ type: State })
  propose(@Body(new HydratePipe(StateCreate)) create: StateCreate): State {
    return State.parse(create);
  }

  @Post('whole')
  @ApiBody({ type: State })
  whole(): string {
    return 'taken';
  }
}

@Controller('3/states')
class NewController {
  @Post()
  @ApiCreatedResponse({ type: v3.State })
  propose(@Body(new HydratePipe(v3.StateCreate)) create: v3.StateCreate): v3.State {
    return v3.State.parse(create);
  }

  @Get()
  @ApiOkResponse({ type: [v3.State] })
  list(): v3.State[] {
    return [];
  }
}

@Module({ controllers: [OldController, NewController] })
class AppModule {}

type Schemas = Readonly<
  Record<string, { readonly title: string; readonly properties: Readonly<Record<string, object>> }>
>;
const schemasOf = (document: OpenAPIObject): Schemas => document.components!.schemas as unknown as Schemas;
const namesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);

let app: INestApplication;
beforeAll(async () => {
  app = await NestFactory.create(AppModule, { logger: false });
});
afterAll(() => app.close());

const MODELS = [State, StateCreate, v3.State, v3.StateCreate];
const make = (openapi = '3.0.0'): OpenAPIObject => ({
  ...SwaggerModule.createDocument(app, new DocumentBuilder().build()),
  openapi,
});

async function expectValid(document: OpenAPIObject): Promise<void> {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document) as never);
  expect([result.valid, JSON.stringify(result.errors)]).toEqual([true, undefined]);
  const names = Object.keys(document.components!.schemas!);
  for (const name of namesIn(document)) expect(names).toContain(name);
}

describe('withModelSchemas() of both wires', () => {
  it.each([['3.0.0'], ['3.1.0']])(
    'makes a valid document of OpenAPI %s, in which every reference resolves',
    async (openapi) => {
      const document = withModelSchemas(() => make(openapi), MODELS);
      expect(Object.keys(schemasOf(document)).sort()).toEqual(
        ['StateCreate_2', 'StateDetailsInput', 'StateDetails_2', 'StateInput', 'StateType', 'State_2']
          .concat(['State', 'StateCreate', 'StateDetails'])
          .sort(),
      );
      await expectValid(document);
    },
  );

  it('refers to the class that a route names, not to the other of its name', () => {
    const document = withModelSchemas(() => make(), MODELS);
    const { paths } = document;
    expect(namesIn(paths['/2/states'])).toEqual(['StateCreate', 'State']);
    expect(namesIn(paths['/2/states/whole'])).toEqual(['StateInput']);
    expect(namesIn(paths['/3/states']!.post)).toEqual(['StateCreate_2', 'State_2']);
    expect(namesIn(paths['/3/states']!.get)).toEqual(['State_2']);
    const { State: old, State_2: state, StateDetails: oldDetails, StateDetails_2: details } = schemasOf(document);
    expect([old!.title, state!.title]).toEqual(['State', 'State_2']);
    expect(old!.properties.state_details).toEqual({ $ref: '#/components/schemas/StateDetails' });
    expect(state!.properties.state_details).toEqual({ $ref: '#/components/schemas/StateDetails_2' });
    expect([oldDetails, details].map((each) => Object.keys(each!.properties).length)).toEqual([15, 18]);
  });

  it('gives the first of a list its own name, and the same names each time', () => {
    const backwards = [...MODELS].reverse();
    const document = withModelSchemas(() => make(), backwards);
    expect(namesIn(document.paths['/2/states'])).toEqual(['StateCreate_2', 'State_2']);
    expect(namesIn(document.paths['/3/states'])).toEqual(['StateCreate', 'State', 'State']);
    expect(withModelSchemas(() => make(), backwards)).toEqual(document);
  });

  it('leaves the classes as they were, when the document cannot be made too', () => {
    withModelSchemas(() => make(), MODELS);
    const fail = (): OpenAPIObject => {
      throw new Error('no document');
    };
    expect(() => withModelSchemas(fail, MODELS)).toThrow('no document');
    expect([getSchemaPath(v3.State), getSchemaPath(State)]).toEqual(Array(2).fill('#/components/schemas/State'));
  });

  it('tells models inside of others apart, also where the document is made already', async () => {
    class Report extends PrefectBaseModel<Report> {
      @Field.nested(() => State) declare old: State;
      @Field.nested(() => v3.State) declare state: v3.State;
    }
    const bare = { openapi: '3.0.0', info: { title: '', version: '' }, paths: {} } as OpenAPIObject;
    const document = withModelSchemas(bare, [Report, State, v3.State]);
    expect(schemasOf(document).Report!.properties).toMatchObject({
      old: { $ref: '#/components/schemas/State' },
      state: { $ref: '#/components/schemas/State_2' },
    });
    await expectValid(document);
    expect(Object.keys(schemasOf(withModelSchemas(bare, [v3.StateCreate, State])))).toEqual(
      expect.arrayContaining(['StateDetails', 'StateDetails_2']),
    );
  });

  it('refuses a document that calls both by one name, since nobody can tell which of them it means', () => {
    expect(() => withModelSchemas(make(), MODELS)).toThrow('two models are called State');
    const details = { openapi: '3.0.0', paths: { $ref: getSchemaPath(StateDetails) } };
    expect(() => withModelSchemas(details, [StateCreate, v3.StateCreate])).toThrow(
      'two models are called StateDetails',
    );
  });

  it('calls a model what @ApiSchema says, at its top and inside of others', async () => {
    @ApiSchema({ name: 'NewState' })
    class Named extends v3.State<Named> {}
    class Holder extends PrefectBaseModel<Holder> {
      @Field.nested(() => Named) declare state: Named;
    }
    const paths = {
      '/': { get: { responses: { 200: { description: '', content: { 'application/json': { schema: {} } } } } } },
    };
    paths['/'].get.responses[200].content['application/json'].schema = { $ref: getSchemaPath(Named) };
    const bare = { openapi: '3.0.0', info: { title: '', version: '' }, paths } as unknown as OpenAPIObject;
    for (const models of [
      [State, Named],
      [Holder, State],
    ]) {
      const document = withModelSchemas(bare, models);
      expect(namesIn(document.paths)).toEqual(['NewState']);
      expect(schemasOf(document)).toMatchObject({ NewState: { title: 'NewState' }, State: { title: 'State' } });
      await expectValid(document);
    }
  });

  it('does not take a name that the application has given', async () => {
    class StateDetails_ {
      @ApiProperty() colour!: string;
    }
    Object.defineProperty(StateDetails_, 'name', { value: 'StateDetails' });
    class StateInput {
      @ApiProperty() size!: number;
    }
    @Controller()
    class OwnController {
      @Post('details')
      @ApiOkResponse({ type: StateDetails_ })
      details(@Body() input: StateInput): void {
        expect(input).toBeDefined();
      }

      @Post('states')
      @ApiOkResponse({ type: State })
      state(@Body() state: State): void {
        expect(state).toBeDefined();
      }
    }
    @Module({ controllers: [OwnController] })
    class OwnModule {}
    const own = await NestFactory.create(OwnModule, { logger: false });
    const document = withModelSchemas(SwaggerModule.createDocument(own, new DocumentBuilder().build()), [State]);
    await own.close();
    const schemas = schemasOf(document);
    expect(schemas.StateDetails!.properties).toHaveProperty('colour');
    expect(schemas.StateInput!.properties).toHaveProperty('size');
    expect(schemas.State!.properties.state_details).toEqual({ $ref: '#/components/schemas/StateDetails_2' });
    expect(namesIn(document.paths['/states'])).toEqual(['StateInput_2', 'State']);
    await expectValid(document);
  });
});
