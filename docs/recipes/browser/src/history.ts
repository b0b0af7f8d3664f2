import { formatDateTime, type State } from 'prefect-states';
import { prefect2, PrefectClient } from 'prefect-states/client';

/** A state as a line of the list. */
function itemOf(state: State): HTMLLIElement {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.dateTime = formatDateTime(state.timestamp);
  time.textContent = state.timestamp.toLocal().toFormat('HH:mm:ss.SSS');
  item.append(time, ` ${state.name ?? state.type}`);
  if (state.message !== null) item.append(`: ${state.message}`);
  return item;
}

/** Shows the states of a run as they come, until one ends it. */
async function show(runId: string): Promise<void> {
  // the page and the API come from one origin
  const client = new PrefectClient({ wire: prefect2, apiUrl: `${location.origin}/api` });
  const list = document.querySelector('#history')!;
  for await (const state of client.watchFlowRun(runId)) list.append(itemOf(state));
}

const end = document.querySelector('#end')!;
show(new URLSearchParams(location.search).get('run') ?? '').then(
  () => (end.textContent = 'The run has ended.'),
  (error: Error) => (end.textContent = error.message),
);
