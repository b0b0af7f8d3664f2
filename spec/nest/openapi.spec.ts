/* The schemas of models in the document that `@nestjs/swagger` makes of an ordinary application. */
import { Body, Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiCreatedResponse, ApiOkResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { Field, PrefectBaseModel, State, StateCreate, StateType } from '../../src/index.js';
import { HydratePipe, OpenApiError, withModelSchemas } from '../../src/nest/index.js';

@Controller('states')
class StatesController {
  @Post()
  @ApiCreatedResponse({ type: State })
  propose(@Body(new HydratePipe(StateCreate)) create: StateCreate): State {
    return State.parse(create);
  }

  @Post('whole')
  whole(@Body(new HydratePipe(State)) state: State): void {
    expect(state).toBeInstanceOf(State);
  }

  @Get()
  @ApiOkResponse({ type: [State] })
  list(): State[] {
    return [];
  }
}

@Module({ controllers: [StatesController] })
class AppModule {}

interface Schema {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

let app: INestApplication;
let made: OpenAPIObject;
beforeAll(async () => {
  app = await NestFactory.create(AppModule, { logger: false });
  made = SwaggerModule.createDocument(app, new DocumentBuilder().build());
});
afterAll(() => app.close());

const MODELS = [State, StateCreate];
const schemasOf = (document: OpenAPIObject): Record<string, Schema> =>
  document.components!.schemas as unknown as Record<string, Schema>;
const refsIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);

describe('withModelSchemas()', () => {
  it('describes every field of State, as it is answered', () => {
    const { State: state } = schemasOf(withModelSchemas(made, MODELS));
    expect(Object.keys(state!.properties)).toEqual(Object.keys(State.running().toJSON()));
    expect(state!.required).toEqual(Object.keys(state!.properties));
    expect(state!.properties).toMatchObject({
      id: { type: 'string', format: 'uuid' },
      type: { type: 'string', enum: Object.values(StateType) },
      timestamp: { type: 'string', format: 'date-time' },
      message: { type: 'string', nullable: true, example: 'Run started' },
      state_details: { $ref: '#/components/schemas/StateDetails' },
    });
    expect(state!.properties.name).not.toHaveProperty('nullable');
  });

  it('describes the 15 details, with formats and nulls', () => {
    const { StateDetails: details } = schemasOf(withModelSchemas(made, MODELS));
    expect(Object.keys(details!.properties)).toHaveLength(15);
    expect(details!.properties).toMatchObject({
      flow_run_id: { type: 'string', format: 'uuid', nullable: true },
      pause_timeout: { type: 'string', format: 'date-time', nullable: true },
      untrackable_result: { type: 'boolean', default: false },
      run_input_keyset: { type: 'object', additionalProperties: { type: 'string' }, nullable: true },
    });
  });

  it('describes what is taken apart from what is answered, where the two differ', () => {
    const document = withModelSchemas(made, MODELS);
    const { StateCreate: create, StateInput: input, StateDetailsInput: details } = schemasOf(document);
    expect(create).toMatchObject({ required: ['type'], additionalProperties: false });
    expect(input!.required).toEqual(['type']);
    expect(details).not.toHaveProperty('required');
    expect(refsIn([create, input])).toEqual(Array(2).fill('#/components/schemas/StateDetailsInput'));
    const bodies = Object.values(document.paths).map(({ post }) => post?.requestBody);
    expect(refsIn(bodies)).toEqual(['#/components/schemas/StateCreate', '#/components/schemas/StateInput']);
    expect(refsIn(document.paths['/states']!.get)).toEqual(['#/components/schemas/State']);
  });

  it.each([['3.0.0'], ['3.1.0']])('resolves every reference, in the words of OpenAPI %s', (openapi) => {
    const document = withModelSchemas({ ...made, openapi }, MODELS);
    const names = Object.keys(document.components!.schemas!);
    for (const ref of refsIn(document)) expect(names).toContain(ref.replace('#/components/schemas/', ''));
    const text = JSON.stringify(document);
    expect(text).not.toMatch(/"\$(defs|schema)"/);
    expect([text.includes('"nullable"'), text.includes('"type":"null"')]).toEqual([
      openapi === '3.0.0',
      openapi === '3.1.0',
    ]);
  });

  it('changes nothing of the document that it is given, and keeps everything else of it', () => {
    const before = JSON.stringify(made);
    const document = withModelSchemas(made, MODELS);
    expect(JSON.stringify(made)).toBe(before);
    expect(document.info).toEqual(made.info);
    expect(Object.keys(document.paths)).toEqual(Object.keys(made.paths));
  });

  it('describes a model of the application too, with fields that have the names of keywords', () => {
    class Job extends PrefectBaseModel {
      @Field.nested(() => State) declare parameters: State;
      @Field.nested(() => State, { default: null }) declare requestBody: State | null;
    }
    const { Job: job } = schemasOf(withModelSchemas({ openapi: '3.0.0', info: {} as never, paths: {} }, [Job]));
    expect(refsIn(job)).toEqual(Array(2).fill('#/components/schemas/State'));
  });

  it('refuses a reference to what nobody describes, and one to two models of one name', () => {
    expect(() => withModelSchemas({ openapi: '3.0.0', paths: { $ref: '#/components/schemas/Nope' } }, [])).toThrow(
      new OpenApiError('the document refers to Nope, of which it has no schema'),
    );
    const other = { [State.name]: class extends PrefectBaseModel {} }[State.name]!;
    expect(() => withModelSchemas(made, [State, other])).toThrow(
      'two models are called State, and the document refers',
    );
  });
});
