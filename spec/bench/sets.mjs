/*
 * The states that are measured, the same ones on every machine: `four`, a thousand states of the four shapes that a
 * server sees most, `mixed`, 64 states of every type that no two requests write alike, and `real`, what servers of
 * Prefect 2 and 3 answered, their shapes mixed.
 */
import { readFileSync } from 'node:fs';

const TYPES = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CRASHED',
  'PAUSED',
  'CANCELLING',
  'CANCELLED',
];
const OFFSETS = ['+00:00', 'Z', '+02:00', '-05:30', '+05:45'];
const MESSAGES = [
  null,
  'All states completed.',
  'Flow run encountered an exception. ValueError: "quoted"\n\tat line 3 \\ end',
  'Größe überschritten – 状態が無効です 🚦',
  'tab\there, bell\u0007there, null\u0000byte',
];

/** A random source that gives the same numbers on every machine (mulberry32). */
function randomSource(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The makers of single values, all from one random source. */
function valuesFrom(random) {
  const below = (end) => Math.floor(random() * end);
  const digits = (value, length) => String(value).padStart(length, '0');
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join('');
  return {
    random,
    below,
    pick: (items) => items[below(items.length)],
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(12)}`,
    instant: (offset = '+00:00') => {
      const day = `2026-${digits(1 + below(12), 2)}-${digits(1 + below(28), 2)}`;
      const time = [24, 60, 60].map((end) => digits(below(end), 2)).join(':');
      return `${day}T${time}.${digits(1 + below(999_999), 6)}${offset}`;
    },
  };
}

/** A wire object as Prefect's REST API answers: every key, in Prefect's order. */
function wireState(values, type, { details = {}, ...fields } = {}) {
  return {
    id: values.uuid(),
    type,
    name: type[0] + type.slice(1).toLowerCase(),
    timestamp: values.instant(),
    message: null,
    data: null,
    ...fields,
    state_details: {
      flow_run_id: values.uuid(),
      task_run_id: null,
      child_flow_run_id: null,
      scheduled_time: null,
      cache_key: null,
      cache_expiration: null,
      untrackable_result: false,
      pause_timeout: null,
      pause_reschedule: false,
      pause_key: null,
      run_input_keyset: null,
      refresh_cache: null,
      retriable: null,
      transition_id: null,
      task_parameters_id: null,
      ...details,
    },
  };
}

/** What a task leaves behind when its result is kept in a storage. */
function resultReference(values) {
  const place = { storage_block_id: values.uuid(), storage_key: values.uuid().replaceAll('-', '') };
  return { type: 'reference', serializer_type: 'pickle', ...place };
}

const FOUR = [
  (values) => wireState(values, 'PENDING'),
  (values) => wireState(values, 'RUNNING', { details: { transition_id: values.uuid() } }),
  (values) =>
    wireState(values, 'SCHEDULED', { details: { scheduled_time: values.instant(), transition_id: values.uuid() } }),
  (values) =>
    wireState(values, 'COMPLETED', {
      message: 'All states completed.',
      data: resultReference(values),
      details: { task_run_id: values.uuid(), untrackable_result: true, transition_id: values.uuid() },
    }),
];

function shuffled(values, object, { drop = 0, keep = [] } = {}) {
  const entries = Object.entries(object).filter(([name]) => keep.includes(name) || values.random() >= drop);
  for (let end = entries.length - 1; end > 0; end -= 1) {
    const other = values.below(end + 1);
    [entries[end], entries[other]] = [entries[other], entries[end]];
  }
  return Object.fromEntries(entries);
}

function mixedState(values, index) {
  const sometimes = (value) => (values.random() < 0.3 ? value : null);
  const instant = () => values.instant(values.pick(OFFSETS));
  const state = wireState(values, TYPES[index % TYPES.length], {
    name: values.pick(['Running', 'Läuft', '実行中', 'Await "Retry"', 'Late']),
    timestamp: instant(),
    message: values.pick(MESSAGES),
    data: values.pick([null, 42, resultReference(values), { rows: [1, 2.5, null, 'ü'], done: true }]),
    details: {
      task_run_id: sometimes(values.uuid()),
      child_flow_run_id: sometimes(values.uuid()),
      scheduled_time: sometimes(instant()),
      cache_key: sometimes('schlüssel/"7"'),
      cache_expiration: sometimes(instant()),
      pause_timeout: sometimes(instant()),
      pause_reschedule: values.random() < 0.5,
      pause_key: sometimes('k1'),
      run_input_keyset: sometimes({ schema: 'input-schema', response: 'input-réponse' }),
      refresh_cache: sometimes(true),
      retriable: sometimes(false),
      transition_id: sometimes(values.uuid()),
      task_parameters_id: sometimes(values.uuid()),
    },
  });
  const details = shuffled(values, state.state_details, { drop: 0.25 });
  return shuffled(values, { ...state, state_details: details }, { drop: 0.1, keep: ['type', 'state_details'] });
}

/** Names of the sets. */
export const SETS = ['four', 'mixed', 'real'];

const RECORDINGS = ['2.20.25', '3.8.8'].map((version) => `../fixtures/recordings/prefect-${version}.jsonl`);

/** Every state that the recorded servers answered, in an order that mixes them. */
function realStates(values) {
  const texts = RECORDINGS.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8').trim());
  const states = texts.flatMap((text) => text.split('\n')).flatMap((line) => JSON.parse(line).response);
  // no name that looks like a number: those would be put in order again
  return Object.values(shuffled(values, Object.fromEntries(states.map((state, index) => [`#${index}`, state]))));
}

const MAKERS = {
  four: (values) => Array.from({ length: 1000 }, (_, index) => FOUR[index % 4](values)),
  mixed: (values) => Array.from({ length: 64 }, (_, index) => mixedState(values, index)),
  real: realStates,
};

/**
 * Makes a set of states.
 *
 * @param {string} name one of {@link SETS}
 * @returns {{ name: string, texts: string[], wires: object[] }} every state as JSON text, and as `JSON.parse` reads it
 */
export function makeSet(name) {
  const values = valuesFrom(randomSource(20_260_423));
  const objects = MAKERS[name](values);
  const texts = objects.map((object) => JSON.stringify(object));
  return { name, texts, wires: texts.map((text) => JSON.parse(text)) };
}

const FAULTS = [
  (wire) => ({ ...wire, type: 'DONE' }),
  (wire) => ({ ...wire, id: 'x' }),
  (wire) => ({ ...wire, timestamp: 'yesterday' }),
  (wire) => ({ ...wire, state_details: { ...wire.state_details, flow_run_id: 'not-a-uuid' } }),
  (wire) => ({ ...wire, state_details: { ...wire.state_details, retriable: 'perhaps', scheduled_time: '2026-13-01' } }),
];

/**
 * Spoils every state of a set in one or two places, so that each has to be refused.
 *
 * @param {{ name: string, wires: object[] }} set
 * @returns {{ name: string, texts: string[], wires: object[] }}
 */
export function spoil({ name, wires }) {
  const texts = wires.map((wire, index) => JSON.stringify(FAULTS[index % FAULTS.length](wire)));
  return { name, texts, wires: texts.map((text) => JSON.parse(text)) };
}
