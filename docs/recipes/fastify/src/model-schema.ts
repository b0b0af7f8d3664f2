import { type FastifyTypeProvider } from 'fastify';

/** Lets a route name a model as its schema: what the request holds is then an instance of it. */
export interface ModelTypes extends FastifyTypeProvider {
  validator: this['schema'] extends { prototype: infer M } ? M : unknown;
}

interface Model {
  safeParse(given: unknown): { data?: unknown; error?: Error };
}

/** Reads a part of a request by the model that the route names. What is wrong becomes the request's error. */
export function modelSchema({ schema }: { schema: unknown }) {
  const model = schema as Model;
  return (given: unknown) => {
    const { data, error } = model.safeParse(given);
    return error === undefined ? { value: data } : { error };
  };
}
