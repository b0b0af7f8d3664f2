import { NOT_FOUND } from './faults.js';
import { route, type RouteModel } from './route.js';

function unaskedRoutesOf<
  const Kind extends 'flow' | 'task',
  Count extends RouteModel,
  OneState extends RouteModel,
  ByState extends RouteModel,
>(kind: Kind, models: { readonly Count: Count; readonly State: OneState; readonly CountByState: ByState }) {
  const { Count, State, CountByState } = models;
  return {
    countByState: route({
      tag: 'Counts',
      method: 'POST',
      path: `/ui/${kind}_runs/count`,
      operation: `read_${kind}_run_counts_by_state`,
      summary: `Count ${kind} runs by the type of their state`,
      fields: Count,
      answers: { 200: CountByState },
    }),
    readState: route({
      tag: kind === 'flow' ? 'Flow Run States' : 'Task Run States',
      method: 'GET',
      path: `/${kind}_run_states/:id`,
      operation: `read_${kind}_run_state`,
      summary: `Read a state of a ${kind} run`,
      answers: { 200: State },
      errors: NOT_FOUND,
    }),
  } as const;
}

/** The routes of one kind of runs that our client does not ask: apart, so that a page does not load them with the client. */
export const unaskedRoutes = /* @__PURE__ */ Object.freeze(unaskedRoutesOf);
