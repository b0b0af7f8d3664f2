import { type StateType } from '../../../index.js';
import { type WireState } from './ask.js';
import { element, say } from './dom.js';

const FINAL: ReadonlySet<StateType> = new Set<StateType>(['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED']);

/** Whether a run ends in a state. */
export function isFinal(state: WireState | null): boolean {
  return state !== null && FINAL.has(state.type);
}

/** The name of a run's state on the colour of its type. */
export function createBadge(state: WireState | null): HTMLElement {
  const badge = element('span', { class: 'badge' });
  showBadge(badge, state);
  return badge;
}

/** Has a badge show another state. */
export function showBadge(badge: HTMLElement, state: WireState | null): void {
  badge.dataset.state = state?.type ?? 'NONE';
  say(badge, state?.name ?? 'No state');
}
