/* What does not compile of a client. The checks are made by `npm run types`. */
import { type AnyClient, prefect2, prefect3, PrefectClient } from '../../src/client/index.js';
import { State } from '../../src/index.js';
import * as v3 from '../../src/v3/index.js';
import { type Equal, holds } from '../support/types.js';

const apiUrl = 'http://127.0.0.1:9/api';
const two = new PrefectClient({ wire: prefect2, apiUrl });
const three = new PrefectClient({ wire: prefect3, apiUrl });
const id = '00000000-0000-4000-8000-000000000000';

/** Not called: only its types are looked at. */
export async function wrong(): Promise<void> {
  // @ts-expect-error a misspelt filter
  await two.findFlowRuns({ flowRun: { id: { any: [id] } } });
  // @ts-expect-error a misspelt word of a filter
  await two.findFlowRuns({ flowRuns: { id: { any_: [id] } } });
  // @ts-expect-error a misspelt filter of lines of logs
  await three.findLogs({ logs: { flowRun: { any: [id] } } });
  // @ts-expect-error an order that there is not
  await two.findFlowRuns({}, { sort: 'NEWEST_FIRST' });
  // @ts-expect-error an order of flow runs, not of task runs
  await three.findTaskRuns({}, { sort: 'START_TIME_DESC' });
  // @ts-expect-error an order of runs, not of logs
  await three.findLogs({}, { sort: 'ID_DESC' });
  // @ts-expect-error a state of Prefect 3
  await two.setFlowRunState(id, v3.State.running());
  // @ts-expect-error a state of Prefect 2
  await three.setFlowRunState(id, State.running());
  // @ts-expect-error a task run without its key
  await two.createTaskRun({ dynamicKey: '0' });
  // @ts-expect-error Prefect 2 hears no events
  await two.recordTaskRunStates({ id, name: 'a', taskKey: 'a', dynamicKey: '0' }, [State.running()]);
  // @ts-expect-error states of Prefect 2
  await three.recordTaskRunStates({ id, name: 'a', taskKey: 'a', dynamicKey: '0' }, [State.running()]);
  // @ts-expect-error a client without a wire
  new PrefectClient({ apiUrl });
  // @ts-expect-error a key and a user, of which one is sent
  new PrefectClient({ wire: prefect2, apiUrl, apiKey: 'a', authString: 'b' });
}

type StateOf<Call extends (...args: never) => Promise<readonly unknown[]>> = Awaited<ReturnType<Call>>[number];

describe('the types of a client', () => {
  it('answer states of its wire', () => {
    holds<Equal<StateOf<typeof two.readFlowRunStates>, State>>(true);
    holds<Equal<StateOf<typeof three.readTaskRunStates>, v3.State>>(true);
    holds<Equal<NonNullable<Awaited<ReturnType<typeof three.readFlowRun>>['state']>, v3.State>>(true);
  });

  it('are told apart by the version of the wire, where the server was asked for it', () => {
    type Any = Awaited<ReturnType<typeof PrefectClient.connect<typeof prefect2 | typeof prefect3>>>;
    holds<Equal<Any, AnyClient>>(true);
    holds<Equal<Any['wire']['version'], 2 | 3>>(true);
    type OfOne = Awaited<ReturnType<typeof PrefectClient.connect<typeof prefect3>>>;
    holds<Equal<OfOne, PrefectClient<typeof prefect3>>>(true);
  });
});
