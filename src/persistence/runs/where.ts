/* What runs are looked for by, as SQL: the texts and times go as parameters. */
import { toTimestamp } from '../tables/columns.js';
import {
  type AnyCriteria,
  type OfArtifact,
  type OfFlow,
  type OfFlowRun,
  type OfLog,
  type OfRun,
  type OfTaskRun,
} from './criteria.js';
import { type Dialect } from '../engines/dialect.js';
import { isHeld } from '../tables/rows.js';

/** A condition in the making: its SQL, and the parameters that it names. @internal */
export class Where {
  readonly parameters: Record<string, unknown> = {};
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The condition of flows under an alias. */
  flow(alias: string, { operator, id, deployment, name, tags }: OfFlow): string {
    return combined(operator, [
      this.#column(`${alias}.id`, id),
      deployment?.isNull == null ? null : deployment.isNull ? ALWAYS : NEVER,
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
    ]);
  }

  /** The condition of flow runs under an alias. */
  flowRun(alias: string, given: OfFlowRun): string {
    return combined(given.operator, [
      ...this.#run(alias, given),
      this.#column(`${alias}.deployment_id`, given.deploymentId),
      this.#column(`${alias}.work_queue_name`, given.workQueueName),
      this.#column(`${alias}.flow_version`, given.flowVersion),
      this.#column(`${alias}.next_scheduled_start_time`, given.nextScheduledStartTime),
      this.#column(
        `(SELECT tracker.flow_run_id FROM task_run tracker WHERE tracker.id = ${alias}.parent_task_run_id)`,
        given.parentFlowRunId,
      ),
      this.#column(`${alias}.parent_task_run_id`, given.parentTaskRunId),
      this.#column(`${alias}.idempotency_key`, given.idempotencyKey),
      given.createdBy && this.#creator(`${alias}.created_by`, given.createdBy),
    ]);
  }

  /** The condition of task runs under an alias. */
  taskRun(alias: string, given: OfTaskRun): string {
    const { flowRunId, subflowRuns } = given;
    const subflow = `EXISTS (SELECT 1 FROM flow_run subflow WHERE subflow.parent_task_run_id = ${alias}.id)`;
    return combined(given.operator, [
      ...this.#run(alias, given),
      subflowRuns?.exists == null ? null : subflowRuns.exists ? subflow : `NOT ${subflow}`,
      this.#column(`${alias}.flow_run_id`, flowRunId && ofFlowRun(flowRunId)),
    ]);
  }

  /** The condition of lines of logs under an alias. */
  log(alias: string, { operator, level, timestamp, flowRunId, taskRunId }: OfLog): string {
    const from = level?.atLeast ?? null;
    const until = level?.atMost ?? null;
    return combined(operator, [
      level &&
        combined('and_', [
          from === null ? null : `${alias}.level >= ${this.#parameter(from)}`,
          until === null ? null : `${alias}.level <= ${this.#parameter(until)}`,
        ]),
      this.#column(`${alias}.timestamp`, timestamp),
      this.#column(`${alias}.flow_run_id`, flowRunId),
      this.#column(`${alias}.task_run_id`, taskRunId),
    ]);
  }

  /** The condition of artifacts under an alias. */
  artifact(alias: string, { operator, id, key, flowRunId, taskRunId, type }: OfArtifact): string {
    const hasKey = key?.exists ?? null;
    return combined(operator, [
      this.#column(`${alias}.id`, id),
      this.#column(`${alias}.key`, key),
      hasKey === null ? null : `${alias}.key IS ${hasKey ? 'NOT ' : ''}NULL`,
      this.#column(`${alias}.flow_run_id`, flowRunId),
      this.#column(`${alias}.task_run_id`, taskRunId),
      this.#column(`${alias}.type`, type),
    ]);
  }

  #run(alias: string, { id, name, tags, state, startTime, endTime, expectedStartTime }: OfRun): (string | null)[] {
    const ofState = [
      this.#column(`${alias}.state_type`, state?.type ?? null),
      this.#column(`${alias}.state_name`, state?.name ?? null),
    ];
    return [
      this.#column(`${alias}.id`, id),
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
      state === null ? null : combined(state.operator, ofState),
      this.#column(`${alias}.start_time`, startTime),
      this.#column(`${alias}.end_time`, endTime),
      this.#column(`${alias}.expected_start_time`, expectedStartTime),
    ];
  }

  #creator(column: string, { operator, id, type, isNull }: NonNullable<OfFlowRun['createdBy']>): string {
    // no row of ours names one
    const isAny = id === null && type === null ? null : NEVER;
    return combined(operator, [isAny, isNull === null ? null : `${column} IS ${isNull ? '' : 'NOT '}NULL`]);
  }

  #column(column: string, criteria: AnyCriteria | null, { isList = false } = {}): string | null {
    if (criteria === null) return null;
    const { operator, any, notAny, like, all, isNull, before, after } = criteria;
    const conditions = [
      any == null ? null : isList ? this.#holdsAny(column, any) : `${column} ${this.#isOneOf(any)}`,
      notAny == null ? null : `NOT ${column} ${this.#isOneOf(notAny)}`,
      like == null ? null : this.#isLike(column, like),
      all == null ? null : this.#holdsAll(column, all),
      isNull == null
        ? null
        : isList
          ? `${column} ${isNull ? '=' : '<>'} '[]'`
          : `${column} IS ${isNull ? '' : 'NOT '}NULL`,
      before == null ? null : `${column} <= ${this.#parameter(toTimestamp(before, 'before'))}`,
      after == null ? null : `${column} >= ${this.#parameter(toTimestamp(after, 'after'))}`,
    ];
    return conditions.every((condition) => condition === null) ? null : combined(operator, conditions);
  }

  #isLike(column: string, text: string): string {
    if (!isHeld(text, this.#dialect)) return NEVER;
    return `LOWER(${column}) LIKE LOWER(${this.#parameter(`%${text}%`)})`;
  }

  /** One parameter for all values: an engine takes only so many. */
  #isOneOf(given: readonly string[]): string {
    // the engine would refuse the others, instead of finding them nowhere
    const values = given.filter((value) => isHeld(value, this.#dialect));
    return this.#dialect.isOneOf(this.#parameter(this.#dialect.listOf(values)));
  }

  #holdsAll(column: string, values: readonly string[]): string {
    if (!values.every((value) => isHeld(value, this.#dialect))) return NEVER;
    return this.#dialect.holdsAll(column, this.#parameter(JSON.stringify(values)));
  }

  #holdsAny(column: string, values: readonly string[]): string {
    return combined('or_', values.length === 0 ? [NEVER] : values.map((value) => this.#holdsAll(column, [value])));
  }

  #parameter(value: unknown): string {
    const name = `p${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/** `is_null_: false` asks for nothing there, unlike everywhere else; true, for nothing beside it. */
function ofFlowRun(given: AnyCriteria): AnyCriteria {
  return given.isNull === true ? { operator: null, isNull: true } : { ...given, isNull: null };
}

/** A condition that never holds. */
const NEVER = '(1 = 0)';

/** A condition that always holds. */
const ALWAYS = '(1 = 1)';

/** Conditions put together; without any, one that always holds. */
function combined(operator: 'and_' | 'or_' | null, conditions: readonly (string | null)[]): string {
  const asked = conditions.filter((condition) => condition !== null);
  return asked.length === 0 ? ALWAYS : `(${asked.join(operator === 'or_' ? ' OR ' : ' AND ')})`;
}
