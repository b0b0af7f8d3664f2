/* One run's history: a bar that shows how long it was in which state, and a list that tells each state. */
import { type WireState } from './ask.js';
import { isFinal } from './badge.js';
import { arrange, element, say } from './dom.js';
import { clockOf, lengthOf, millisOf } from './time.js';

interface Entry {
  readonly item: HTMLElement;
  readonly segment: HTMLElement;
  readonly stay: HTMLElement;
  readonly state: WireState;
}

/** A timeline, of a flow run or of a task run. */
export class Timeline {
  readonly element: HTMLElement;
  readonly #bar = element('div', { class: 'bar', role: 'img' });
  readonly #list = element('ol', { class: 'timeline' });
  readonly #entries = new Map<string, Entry>();

  constructor(label: string) {
    this.#list.setAttribute('aria-label', label);
    this.element = element('div', {}, this.#bar, this.#list);
  }

  /** Shows a history, the oldest first. States are appended and never changed: what is shown already stays as it is. */
  show(history: readonly WireState[]): void {
    const entries = history.map((state) => this.#entryOf(state));
    arrange(
      this.#bar,
      entries.map(({ segment }) => segment),
    );
    // the newest on top: that is what one looks for
    arrange(this.#list, entries.map(({ item }) => item).reverse());
    for (const id of this.#entries.keys()) if (!history.some((state) => state.id === id)) this.#entries.delete(id);
    this.tick();
  }

  /** Says again how long each state has lasted. */
  tick(): void {
    const entries = [...this.#entries.values()].sort((a, b) => startOf(a) - startOf(b));
    const stays = entries.map((entry, i) => {
      const next = entries[i + 1];
      if (next === undefined && isFinal(entry.state)) return null;
      return Math.max(0, (next === undefined ? Date.now() : startOf(next)) - startOf(entry));
    });
    const whole = stays.reduce<number>((sum, stay) => sum + (stay ?? 0), 0);
    entries.forEach(({ segment, stay }, i) => {
      const millis = stays[i] ?? null;
      // an end has no length; its colour is shown all the same
      segment.style.flexGrow = String(millis === null || whole === 0 ? 0 : millis / whole);
      say(stay, stayText(millis, i === entries.length - 1));
    });
    this.#bar.setAttribute('aria-label', describe(entries, stays));
  }

  #entryOf(state: WireState): Entry {
    const known = this.#entries.get(state.id);
    if (known !== undefined) return known;
    const stay = element('span', { class: 'stay' });
    const at = element('time', { datetime: state.timestamp, title: state.timestamp }, clockOf(state.timestamp));
    const entry: Entry = {
      state,
      stay,
      segment: element('span', { class: 'segment', 'data-state': state.type, title: state.name }),
      item: element(
        'li',
        { 'data-state': state.type },
        element('span', { class: 'state-name' }, state.name),
        element('span', { class: 'when' }, at, stay),
        plannedOf(state),
        state.message === null || state.message === '' ? null : element('p', { class: 'message' }, state.message),
      ),
    };
    this.#entries.set(state.id, entry);
    return entry;
  }
}

function startOf({ state }: Entry): number {
  return millisOf(state.timestamp);
}

function stayText(millis: number | null, isLast: boolean): string {
  if (millis === null) return '';
  return isLast ? `for ${lengthOf(millis)} so far` : `for ${lengthOf(millis)}`;
}

function plannedOf({ type, state_details: { scheduled_time: planned } }: WireState): HTMLElement | null {
  if (type !== 'SCHEDULED' || planned === null) return null;
  return element('p', { class: 'planned' }, 'planned for ', element('time', { datetime: planned }, clockOf(planned)));
}

/** The bar in words. */
function describe(entries: readonly Entry[], stays: readonly (number | null)[]): string {
  return entries
    .map(({ state }, i) => {
      const stay = stays[i] ?? null;
      return stay === null ? state.name : `${state.name} for ${lengthOf(stay)}`;
    })
    .join(', ');
}
