/* The newest runs: a list of links, one a run, each with the state that the run is in. */
import { type WireRun } from './ask.js';
import { createBadge, showBadge } from './badge.js';
import { arrange, element, say } from './dom.js';
import { agoOf, millisOf } from './time.js';

interface Row {
  readonly item: HTMLElement;
  readonly link: HTMLAnchorElement;
  readonly name: HTMLElement;
  readonly badge: HTMLElement;
  readonly since: HTMLTimeElement;
}

/** Where a run is shown. */
export function addressOf(runId: string): string {
  return `#run/${runId}`;
}

/** The list. Rows stay the same elements while their runs change, so that the focus stays where it is. */
export class RunList {
  readonly #list: HTMLElement;
  readonly #rows = new Map<string, Row>();

  constructor(list: HTMLElement) {
    this.#list = list;
    list.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
  }

  /** Shows these runs, in this order; one of them is the chosen one. */
  show(runs: readonly WireRun[], chosenId: string | null): void {
    const rows = runs.map((run) => this.#rowOf(run));
    const gone = new Set(this.#rows.keys());
    runs.forEach((run, i) => {
      gone.delete(run.id);
      fill(rows[i]!, run, run.id === chosenId);
    });
    for (const id of gone) this.#rows.delete(id);
    arrange(
      this.#list,
      rows.map(({ item }) => item),
    );
  }

  #rowOf(run: WireRun): Row {
    const known = this.#rows.get(run.id);
    if (known !== undefined) return known;
    const name = element('span', { class: 'run-name' });
    const since = element('time', { class: 'run-since' });
    const badge = createBadge(run.state);
    const link = element('a', { class: 'run', href: addressOf(run.id) }, name, badge, since);
    const row = { item: element('li', {}, link), link, name, badge, since };
    this.#rows.set(run.id, row);
    return row;
  }

  /** The arrows go from run to run; Tab does too, as everywhere. */
  #onKey(event: KeyboardEvent): void {
    const links = [...this.#list.querySelectorAll('a')];
    const place = links.findIndex((link) => link === document.activeElement);
    const last = links.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(place + 1, last),
      ArrowUp: Math.max(place - 1, 0),
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined || place < 0) return;
    event.preventDefault();
    links[target]?.focus();
  }
}

function fill({ link, name, badge, since }: Row, run: WireRun, isChosen: boolean): void {
  say(name, run.name);
  name.title = run.name;
  showBadge(badge, run.state);
  const at = run.state?.timestamp ?? run.created;
  say(since, at === null ? '' : agoOf(millisOf(at)));
  if (at !== null) since.dateTime = at;
  if (isChosen) link.setAttribute('aria-current', 'true');
  else link.removeAttribute('aria-current');
}
