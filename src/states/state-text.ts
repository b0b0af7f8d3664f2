/* The texts of a state. They also work for a blank instance without fields, as class-transformer makes it. */
import { type DateTime } from 'luxon';

import { pythonRepr, pythonText } from '../values/index.js';
import { reprOfData } from '../results/index.js';
import { instantKey } from '../time/index.js';
import { type ProposedState } from './proposed-state.js';

/** What a text shows of a state. */
type Shown = Partial<ProposedState & { readonly timestamp: DateTime }>;

/** The state for a log. */
export function textOf(state: Shown): string {
  const [name, type] = [pythonText(state.name), pythonText(state.type)];
  const parts = state.message ? [pythonRepr(state.message)] : [];
  if (name.toLowerCase() !== type.toLowerCase()) parts.push(`type=${type}`);
  return `${name}(${parts.join(', ')})`;
}

/** The state for a developer. */
export function reprOf({ name, message, type, data }: Shown): string {
  return `${pythonText(name)}(message=${pythonRepr(message)}, type=${pythonText(type)}, result=${reprOfData(data)})`;
}

/** A key that is the same for states of the same run, time and type. */
export function keyOf({ stateDetails, timestamp, type }: Shown): string {
  return [stateDetails?.flowRunId, stateDetails?.taskRunId, timestamp && instantKey(timestamp, 'timestamp'), type].join(
    '|',
  );
}
