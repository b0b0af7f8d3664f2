/* What runs are looked for by, as SQL. The words are the reference's filters'; the texts and times go as parameters. */
import { type DateTime } from 'luxon';

import { type StateType } from '../index.js';
import { toTimestamp } from './columns.js';
import { type Engine } from './engine.js';
import { isHeld } from './insert-row.js';

/** How several criteria are put together. @defaultValue 'and_' */
interface Combined {
  readonly operator?: 'and_' | 'or_';
}

/** What a column must be; what is left out, or null, asks for nothing. */
export interface Criterion<T = string> extends Combined {
  /** One of these. */
  readonly any?: readonly T[] | null;
  /** None of these. */
  readonly notAny?: readonly T[] | null;
  /** A text that holds this, in any case; `%` and `_` stand for any text and any sign. */
  readonly like?: string | null;
  /** A list that holds all of these. */
  readonly all?: readonly string[] | null;
  /** Nothing, or an empty list; false for the opposite. */
  readonly isNull?: boolean | null;
  /** At this time or before. */
  readonly before?: DateTime | null;
  /** At this time or after. */
  readonly after?: DateTime | null;
}

/** What flows are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowFilter` */
export interface FlowCriteria extends Combined {
  readonly id?: Criterion | null;
  /** Whether they have no deployment. Deployments are not kept: none has. */
  readonly deployment?: Pick<Criterion, 'isNull'> | null;
  readonly name?: Criterion | null;
  readonly tags?: Criterion | null;
}

/** What runs of either kind are looked for by. */
interface RunCriteria extends Combined {
  readonly id?: Criterion | null;
  readonly name?: Criterion | null;
  readonly tags?: Criterion | null;
  readonly state?:
    (Combined & { readonly type?: Criterion<StateType> | null; readonly name?: Criterion | null }) | null;
  readonly startTime?: Criterion | null;
}

/** What flow runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `FlowRunFilter` */
export interface FlowRunCriteria extends RunCriteria {
  readonly deploymentId?: Criterion | null;
  readonly workQueueName?: Criterion | null;
  readonly flowVersion?: Criterion | null;
  readonly expectedStartTime?: Criterion | null;
  readonly nextScheduledStartTime?: Criterion | null;
  readonly parentFlowRunId?: Criterion | null;
  readonly parentTaskRunId?: Criterion | null;
  readonly idempotencyKey?: Criterion | null;
}

/** What task runs are looked for by. @source prefect 2.20.25, server/schemas/filters.py, `TaskRunFilter` */
export interface TaskRunCriteria extends RunCriteria {
  readonly flowRunId?: Criterion | null;
  /** Whether they stand for subflows. */
  readonly subflowRuns?: { readonly exists?: boolean | null } | null;
}

/** A condition in the making: its SQL, and the parameters that it names. @internal */
export class Where {
  readonly parameters: Record<string, unknown> = {};
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The condition of flows under an alias. */
  flow(alias: string, { operator, id, deployment, name, tags }: FlowCriteria): string {
    return combined(operator, [
      this.#column(`${alias}.id`, id),
      deployment?.isNull == null ? null : deployment.isNull ? ALWAYS : NEVER,
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
    ]);
  }

  /** The condition of flow runs under an alias. */
  flowRun(alias: string, given: FlowRunCriteria): string {
    return combined(given.operator, [
      ...this.#run(alias, given),
      this.#column(`${alias}.deployment_id`, given.deploymentId),
      this.#column(`${alias}.work_queue_name`, given.workQueueName),
      this.#column(`${alias}.flow_version`, given.flowVersion),
      this.#column(`${alias}.expected_start_time`, given.expectedStartTime),
      this.#column(`${alias}.next_scheduled_start_time`, given.nextScheduledStartTime),
      this.#column(
        `(SELECT tracker.flow_run_id FROM task_run tracker WHERE tracker.id = ${alias}.parent_task_run_id)`,
        given.parentFlowRunId,
      ),
      this.#column(`${alias}.parent_task_run_id`, given.parentTaskRunId),
      this.#column(`${alias}.idempotency_key`, given.idempotencyKey),
    ]);
  }

  /** The condition of task runs under an alias. */
  taskRun(alias: string, given: TaskRunCriteria): string {
    const { flowRunId, subflowRuns } = given;
    const subflow = `EXISTS (SELECT 1 FROM flow_run subflow WHERE subflow.parent_task_run_id = ${alias}.id)`;
    // `is_null_: false` asks for nothing there, unlike everywhere else
    const ofFlowRun = flowRunId?.isNull === true ? { isNull: true } : { any: flowRunId?.any };
    return combined(given.operator, [
      ...this.#run(alias, given),
      subflowRuns?.exists == null ? null : subflowRuns.exists ? subflow : `NOT ${subflow}`,
      this.#column(`${alias}.flow_run_id`, ofFlowRun),
    ]);
  }

  #run(alias: string, { id, name, tags, state, startTime }: RunCriteria): (string | null)[] {
    const ofState = [
      this.#column(`${alias}.state_type`, state?.type),
      this.#column(`${alias}.state_name`, state?.name),
    ];
    return [
      this.#column(`${alias}.id`, id),
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
      state == null ? null : combined(state.operator, ofState),
      this.#column(`${alias}.start_time`, startTime),
    ];
  }

  #column(column: string, criterion: Criterion | null | undefined, { isList = false } = {}): string | null {
    if (criterion == null) return null;
    const { operator, any, notAny, like, all, isNull, before, after } = criterion;
    const conditions = [
      any == null ? null : `${column} ${this.#isOneOf(any)}`,
      notAny == null ? null : `NOT ${column} ${this.#isOneOf(notAny)}`,
      like == null ? null : this.#isLike(column, like),
      all == null ? null : this.#holdsAll(column, all),
      isNull == null
        ? null
        : isList
          ? `${column} ${isNull ? '=' : '<>'} '[]'`
          : `${column} IS ${isNull ? '' : 'NOT '}NULL`,
      before == null ? null : `${column} <= ${this.#parameter(toTimestamp(before))}`,
      after == null ? null : `${column} >= ${this.#parameter(toTimestamp(after))}`,
    ];
    return conditions.every((condition) => condition === null) ? null : combined(operator, conditions);
  }

  #isLike(column: string, text: string): string {
    if (!isHeld(text, this.#engine)) return NEVER;
    return `LOWER(${column}) LIKE LOWER(${this.#parameter(`%${text}%`)})`;
  }

  /** One parameter for all values: an engine takes only so many. */
  #isOneOf(given: readonly string[]): string {
    // the engine would refuse the others, instead of finding them nowhere
    const values = given.filter((value) => isHeld(value, this.#engine));
    if (this.#engine === 'postgres') return `= ANY(${this.#parameter(values)})`;
    return `IN (SELECT value FROM json_each(${this.#parameter(JSON.stringify(values))}))`;
  }

  #holdsAll(column: string, values: readonly string[]): string {
    if (!values.every((value) => isHeld(value, this.#engine))) return NEVER;
    const list = this.#parameter(JSON.stringify(values));
    if (this.#engine === 'postgres') return `${column} @> ${list}::jsonb`;
    return `NOT EXISTS (SELECT 1 FROM json_each(${list}) AS wanted WHERE wanted.value NOT IN (SELECT value FROM json_each(${column})))`;
  }

  #parameter(value: unknown): string {
    const name = `p${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/** A condition that never holds. */
const NEVER = '(1 = 0)';

/** A condition that always holds. */
const ALWAYS = '(1 = 1)';

/** Conditions put together; without any, one that always holds. */
function combined(operator: 'and_' | 'or_' | undefined, conditions: readonly (string | null)[]): string {
  const asked = conditions.filter((condition) => condition !== null);
  return asked.length === 0 ? ALWAYS : `(${asked.join(operator === 'or_' ? ' OR ' : ' AND ')})`;
}
