import { type CodedFault, Field, type Kind, types } from '../../index.js';
import { INVALID, kindFor, perWire } from '../../inner.js';
import * as prefect2 from '../../transitions/index.js';
import { onPrefect3 } from './on-prefect3.js';

/** Texts of which each stands once, in the order in which they came. */
const keySet = perWire<unknown[]>((wire) => {
  const texts = kindFor(types.list(types.string()), wire) as Kind<unknown[]>;
  const distinct = (keys: unknown): unknown[] => [...new Set(keys as unknown[])];
  return {
    ...texts,
    name: 'set',
    accept: (value, naming) => (texts.accept(value, naming) === INVALID ? INVALID : distinct(value)),
    interpret(value, faults, naming) {
      if (!Array.isArray(value)) return faults.add({ code: 'set' });
      const read = texts.interpret(value, faults, naming);
      return read === INVALID ? INVALID : distinct(read);
    },
    schema: (refs) => ({ ...texts.schema(refs), uniqueItems: true }),
  };
});

/** How a flow run retries, and which pauses it has come through. @source prefect 3.8.8, server/schemas/core.py, `FlowRunPolicy` */
export class FlowRunPolicy extends onPrefect3(prefect2.FlowRunPolicy) {
  @Field.of(keySet, { default: () => [], nullable: true, description: 'The pauses that the run has come through.' })
  declare pauseKeys: unknown[] | null;
}

const MOST_DELAYS = 50;

/** @source prefect 3.8.8, _internal/schemas/validators.py, `list_length_50_or_less` */
function delayCount(delay: number | number[]): CodedFault | null {
  if (!Array.isArray(delay) || delay.length <= MOST_DELAYS) return null;
  return { code: 'rule', msg: `Can not configure more than ${MOST_DELAYS} retry delays per task.` };
}

/** How a task run retries: delays may be fractions. @source prefect 3.8.8, server/schemas/core.py, `TaskRunPolicy` */
export class TaskRunPolicy extends onPrefect3(prefect2.TaskRunPolicy) {
  @Field.union([types.int(), types.float(), types.list(types.int()), types.list(types.float())], {
    default: null,
    nullable: true,
    check: delayCount,
    derived: { from: ['retryDelaySeconds'], by: firstOf },
    description: 'Seconds between retries, or a list of them, one for each retry.',
  })
  declare retryDelay: number | number[] | null;
}

/** The old name counts where the new one says nothing. */
function firstOf(delay: number | number[] | null, old: number): number | number[] | null {
  const isNothing = delay === null || delay === 0 || (Array.isArray(delay) && delay.length === 0);
  return isNothing && old !== 0 ? old : delay;
}
