/* States of a team's own classes, which may hold more than the tables do. */
import {
  Field,
  types,
  SecretString,
  State,
  StateDetails,
  type StateFields,
  ValidationError,
} from '../../../src/index.js';
import { Runs, RunStates } from '../../../src/persistence/index.js';
import { ANY_STATE, type FlowRule } from '../../../src/transitions/index.js';
import { ENGINES, freshDatabase } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

class JobState extends State {
  @Field.string({ default: null })
  declare queue: string | null;

  @Field.list(types.string(), { default: () => [] })
  declare labels: string[];

  @Field.secretString({ default: () => new SecretString('x') })
  declare token: SecretString;

  constructor(fields: StateFields & { queue?: string; labels?: string[]; token?: string }) {
    super(fields);
  }
}

class NumberedState extends State {
  @Field.int()
  declare serial: number;
}

class RegionDetails extends StateDetails {
  @Field.string({ default: null })
  declare region: string | null;
}

class RegionState extends State {
  @Field.nested(() => RegionDetails, { default: () => RegionDetails.parse({}) })
  declare stateDetails: RegionDetails;
}

const region = (name: string | null): RegionState =>
  RegionState.parse({ type: 'RUNNING', state_details: { region: name, cache_key: 'c' } });

const ANSWERS_JOB: FlowRule = {
  name: 'AnswersJob',
  summary: 'Answers a state of a class of its own',
  from: ANY_STATE,
  to: ['RUNNING'],
  before: (transition) => {
    transition.reject(new JobState({ type: 'FAILED', queue: 'fast' }), 'in another queue');
  },
};

describe.each(ENGINES)('a state of a class of its own on %s', (engine) => {
  const database = freshDatabase(engine);
  let states: RunStates;
  let runId: string;

  beforeEach(async () => {
    states = new RunStates(database.current(), 'flow_run');
    runId = (await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()))).run.id;
  });

  const job = (fields: { queue?: string; labels?: string[]; token?: string }): JobState =>
    new JobState({ type: 'RUNNING', data: { a: 1 }, ...fields });

  const LOST: readonly (readonly [string, () => State, readonly (readonly string[])[]])[] = [
    ['a text', () => job({ queue: 'fast' }), [['queue']]],
    ['several fields', () => job({ queue: 'fast', labels: ['a'] }), [['queue'], ['labels']]],
    ['a secret', () => job({ token: 's3cr3t' }), [['token']]],
    ['a field that is required', () => NumberedState.parse({ type: 'RUNNING', serial: 0 }), [['serial']]],
    ['a detail', () => region('eu'), [['state_details', 'region']]],
  ];

  it.each(LOST)(
    'that holds %s, which no column keeps, is refused at every door with the place',
    async (_what, make, places) => {
      const runs = new Runs(database.current());
      const state = make();
      const flowRun = await newFlowRun(database.current(), { name: 'new' });
      const doors: (() => Promise<unknown>)[] = [
        () => states.append(runId, state),
        () => database.current().write((manager) => states.append(runId, state, { manager })),
        () => states.propose(runId, state),
        () => states.propose(runId, state, { force: true }),
        () => runs.createFlowRun(flowRun, state),
        () => runs.createTaskRun({ name: 'new', taskKey: 't', dynamicKey: '0' }, state),
      ];
      const issuesAt = (...before: (string | number)[]) =>
        places.map((loc) => ({
          loc: [...before, ...loc],
          msg: 'no column keeps this field',
          type: 'value_error.not_kept',
        }));
      for (const write of doors) {
        await expect(write()).rejects.toMatchObject({ model: state.constructor.name, issues: issuesAt() });
        await expect(write()).rejects.toThrow(ValidationError);
        await expect(write()).rejects.not.toThrow('s3cr3t');
      }
      const several = states.bulkAppend(runId, [State.pending(), state]);
      await expect(several).rejects.toMatchObject({ issues: issuesAt('states', 1) });
      expect(await states.history(runId)).toHaveLength(1);
      expect(await database.current().reader.query("SELECT id FROM flow_run WHERE name = 'new'")).toEqual([]);
    },
  );

  it.each<[string, () => State]>([
    ['nothing of its own', () => job({})],
    ['the defaults of its own details', () => region(null)],
    ['no fields of its own', () => new (class Named extends State {})({ type: 'RUNNING' })],
  ])('is kept when it holds %s', async (_what, make) => {
    const state = make();
    const kept = await states.append(runId, state);
    const { id, type, cls, cacheKey } = { ...state, cls: state.constructor as typeof State, ...state.stateDetails };
    expect(cls.parse((await states.find(kept.id))!.toJSON())).toMatchObject({ id, type, stateDetails: { cacheKey } });
  });

  it('that a rule answers is refused too, and nothing is kept', async () => {
    const proposing = states.propose(runId, State.running(), { policy: [ANSWERS_JOB] });
    await expect(proposing).rejects.toMatchObject({ model: 'JobState', issues: [{ loc: ['queue'] }] });
    expect(await states.history(runId)).toHaveLength(1);
  });
});
