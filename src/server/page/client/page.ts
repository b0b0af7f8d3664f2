/* The page: which run is chosen, what is asked of the server, and what is said when it does not answer. */
import { AnswerError, MOST_RUNS, readRun, readRuns, type WireRun } from './ask.js';
import { byId, say, show } from './dom.js';
import { Poll, type Trouble } from './poll.js';
import { addressOf, RunList } from './run-list.js';
import { RunView } from './run-view.js';

const PAGE_SIZE = 50;

const list = new RunList(byId('runs'));
const place = byId('run');
const older = byId('older') as HTMLButtonElement;

let limit = PAGE_SIZE;
let runs: readonly WireRun[] | null = null;
let chosenId: string | null = null;
let view: RunView | null = null;
let signature = '';
let retryAt = 0;

const poll = new Poll(refresh, tellTrouble);

async function refresh(): Promise<boolean> {
  const found = await readRuns(limit);
  runs = found;
  showList(found);
  const seen = found.map(({ id, name, state }) => [id, name, state?.id]).join();
  const isNews = seen !== signature;
  signature = seen;
  return (await showChosen(found)) || isNews;
}

function showList(found: readonly WireRun[]): void {
  list.show(found, chosenId);
  document.body.dataset.ready = '';
  show(byId('empty'), found.length === 0);
  show(older, found.length === limit && limit < MOST_RUNS);
  show(byId('no-more'), found.length === MOST_RUNS);
}

async function showChosen(found: readonly WireRun[]): Promise<boolean> {
  const [id, shown] = [chosenId, view];
  if (id === null || shown === null) return false;
  const run = found.find((each) => each.id === id) ?? (await readRun(id));
  // another may have been chosen meanwhile
  if (view !== shown) return true;
  show(byId('unknown'), run === null);
  show(shown.element, run !== null);
  if (run === null) return false;
  const isNews = await shown.show(run);
  if (isNews && view === shown) say(byId('news'), `${run.name}: ${run.state?.name ?? 'no state'}`);
  return isNews;
}

function choose(): void {
  const id = /^#run\/([0-9a-f-]{36})$/i.exec(location.hash)?.[1]?.toLowerCase() ?? null;
  if (id === chosenId && id !== null) return;
  chosenId = id;
  view = id === null ? null : new RunView(id);
  place.replaceChildren(...(view === null ? [] : [view.element]));
  if (view !== null) show(view.element, false);
  show(byId('unknown'), false);
  show(byId('choose'), id === null);
  document.body.toggleAttribute('data-chosen', id !== null);
  if (runs !== null) list.show(runs, chosenId);
  poll.now();
}

function tellTrouble(trouble: Trouble | null): void {
  const isWell = trouble === null;
  show(byId('trouble'), !isWell);
  document.body.toggleAttribute('data-trouble', !isWell);
  say(byId('live'), isWell ? 'Live' : 'Not live');
  retryAt = isWell ? 0 : Date.now() + trouble.retryInMs;
  if (trouble === null) return;
  const { error } = trouble;
  say(byId('trouble-text'), error instanceof AnswerError ? `${error.message}.` : 'The server does not answer.');
  tick();
}

function tick(): void {
  if (document.hidden) return;
  view?.tick();
  if (runs !== null) list.show(runs, chosenId);
  const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
  say(byId('retry-in'), seconds === 0 ? 'Trying again …' : `Trying again in ${seconds} s.`);
}

older.addEventListener('click', () => {
  limit = Math.min(limit + PAGE_SIZE, MOST_RUNS);
  poll.now();
});
byId('retry').addEventListener('click', () => {
  poll.now();
});
document.addEventListener('keydown', (event) => {
  // back to the list, to the run that was looked at
  if (event.key !== 'Escape' || chosenId === null) return;
  const link = document.querySelector<HTMLElement>(`a[href="${addressOf(chosenId)}"]`);
  location.hash = '';
  link?.focus();
});
addEventListener('hashchange', choose);
for (const place of document.querySelectorAll<HTMLElement>('.origin')) say(place, location.origin);
setInterval(tick, 1000);
choose();
