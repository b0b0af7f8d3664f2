/* What TypeScript knows of the models. The checks are made by `npm run types`; running them only proves that they are true. */
import { type StandardSchemaV1 } from '@standard-schema/spec';

import { Field, State, StateCreate, StateDetails, type StateFields, type StateJson } from '../../src/index.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(value: T): void => {
  expect(value).toBe(true);
};

class Owned extends State {
  @Field.string({ default: 'nobody' }) declare owner: string;

  constructor(fields: StateFields & { readonly owner?: string }) {
    super(fields);
  }
}

describe('the types', () => {
  it('follow the class that a static method is called on', () => {
    const [made, parsed, copied] = [
      Owned.completed({ owner: 'me' }),
      Owned.parse({ type: 'RUNNING' }),
      Owned.late().copy({ update: { owner: 'you' } }),
    ];
    holds<Equal<typeof made, Owned>>(true);
    holds<Equal<typeof parsed, Owned>>(true);
    holds<Equal<typeof copied, Owned>>(true);
    const result = State.safeParse({});
    if (result.success) holds<Equal<typeof result.data, State>>(true);
    expect([made.owner, parsed.owner, copied.owner]).toEqual(['me', 'nobody', 'you']);
  });

  it('ask for the fields, and refuse names that are none', () => {
    // @ts-expect-error a type is needed
    expect(() => new State({})).toThrow('field required');
    // @ts-expect-error the factory says the type
    expect(State.completed({ type: 'FAILED' }).type).toBe('COMPLETED');
    // @ts-expect-error the factory says the name
    expect(State.retrying({ name: 'x' }).name).toBe('Retrying');
    // @ts-expect-error no such type
    expect(() => new State({ type: 'DONE' })).toThrow('not a valid enumeration member');
    // @ts-expect-error no such field
    expect(State.completed({ mesage: 'x' }).message).toBeNull();
    // @ts-expect-error nor in a copy
    expect(() => State.completed().copy({ update: { mesage: 'x' } })).toThrow('extra fields not permitted');
    // @ts-expect-error nor in a copy of a subclass
    expect(() => Owned.late().copy({ update: { ower: 'x' } })).toThrow('extra fields not permitted');
  });

  it('know the wire object', () => {
    const wire = State.running().toJSON();
    holds<Equal<typeof wire, StateJson>>(true);
    expect(wire.state_details.flow_run_id).toBeNull();
  });

  it('are inferred through Standard Schema', () => {
    holds<Equal<StandardSchemaV1.InferOutput<typeof State>, State>>(true);
    holds<Equal<StandardSchemaV1.InferOutput<typeof StateCreate>, StateCreate>>(true);
    holds<Equal<StandardSchemaV1.InferOutput<typeof StateDetails>, StateDetails>>(true);
  });
});
