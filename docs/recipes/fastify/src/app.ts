import Fastify from 'fastify';
import { ActionBaseModel, Field, StateCreate, ValidationError } from 'prefect-states';
import { Database, ObjectNotFoundError, Runs, RunStates, whyUnavailable } from 'prefect-states/persistence';
import { modelSchema, type ModelTypes } from './model-schema.js';

/** What a client sends to make a job. */
export class NewJob extends ActionBaseModel<NewJob> {
  @Field.string({ minLength: 1 })
  declare name: string;
}

class JobParams extends ActionBaseModel<JobParams> {
  @Field.uuid()
  declare id: string;
}

/** An API of jobs: each is a flow run, and its states say how it goes. */
export async function createApp(url: string) {
  const database = await Database.open(url);
  const runs = new Runs(database);
  const states = new RunStates(database, 'flow_run');

  const app = Fastify().withTypeProvider<ModelTypes>();
  app.addHook('onClose', () => database.close());
  app.setValidatorCompiler(modelSchema);
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ValidationError) return reply.code(422).send({ faults: error.issues });
    if (error instanceof ObjectNotFoundError) return reply.code(404).send({ message: error.message });
    if (whyUnavailable(error) !== null) return reply.code(503).header('retry-after', 1).send();
    return reply.send(error);
  });

  app.post('/jobs', { schema: { body: NewJob } }, async ({ body }, reply) => {
    const { flow } = await runs.createFlow({ name: 'jobs', tags: [] });
    const { run, state } = await runs.createFlowRun({ name: body.name, flowId: flow.id });
    return reply.code(201).send({ id: run.id, state });
  });

  // asks Prefect's rules whether the job may come into this state
  app.post(
    '/jobs/:id/states',
    { schema: { params: JobParams, body: StateCreate } },
    async ({ params, body }, reply) => {
      const { status, state, details } = await states.propose(params.id, body);
      return reply.code(status === 'ACCEPT' ? 201 : 200).send({ status, state, details });
    },
  );

  app.get('/jobs/:id/states', { schema: { params: JobParams } }, ({ params }) => states.history(params.id));

  return app;
}
