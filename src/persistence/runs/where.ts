/* What runs are looked for by, as SQL: the texts and times go as parameters. */
import { toTimestamp } from '../tables/columns.js';
import {
  type AnyFilter,
  type GivenArtifactFilter,
  type GivenFlowFilter,
  type GivenFlowRunFilter,
  type GivenLogFilter,
  type GivenRunFilter,
  type GivenTaskRunFilter,
} from './filters.js';
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
  flow(alias: string, { operator, id, deployment, name, tags }: GivenFlowFilter): string {
    return combined(operator, [
      this.#column(`${alias}.id`, id),
      deployment && (deployment.isNull === false ? NEVER : ALWAYS),
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
    ]);
  }

  /** The condition of flow runs under an alias. */
  flowRun(alias: string, given: GivenFlowRunFilter): string {
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
  taskRun(alias: string, given: GivenTaskRunFilter): string {
    const { flowRunId, subflowRuns } = given;
    const subflow = `EXISTS (SELECT 1 FROM flow_run subflow WHERE subflow.parent_task_run_id = ${alias}.id)`;
    return combined(given.operator, [
      ...this.#run(alias, given),
      subflowRuns && combined('and_', [isAsked(subflowRuns.exists, subflow)]),
      this.#column(`${alias}.flow_run_id`, flowRunId && ofFlowRun(flowRunId)),
    ]);
  }

  /**
   * A condition of task runs that follows from that of their flow runs, where it names these: without it, all task runs are
   * looked through. Null where nothing follows.
   */
  ofFlowRuns(alias: string, { operator, id }: GivenFlowRunFilter): string | null {
    const any = operator === 'or_' || id?.operator === 'or_' ? null : (id?.any ?? null);
    return any === null ? null : `${alias}.flow_run_id ${this.#isOneOf(any)}`;
  }

  /** A condition of a column with the id of a flow: it is one of these. */
  ofFlows(column: string, flows: readonly string[]): string {
    // of a single one, an index gives its runs in an order
    return `${column} ${flows.length === 1 ? `= ${this.#parameter(flows[0])}` : this.#isOneOf(flows)}`;
  }

  /** SQL of the ids of runs that a match is one of, as `Matching` has it: by its tags, where a table has these, and its name. */
  among(table: string, { operator, name, tags }: GivenRunFilter, { hasTagTable }: { hasTagTable: boolean }): string[] {
    if (operator === 'or_') return [];
    const found = hasTagTable && tags !== null ? this.#amongTagged(table, tags) : [];
    if (name?.like != null && name.operator !== 'or_')
      found.push(this.#dialect.idsWhere(table, this.#isLike('name', name.like), ':look'));
    return found;
  }

  #amongTagged(table: string, { operator, all, any }: AnyFilter): string[] {
    if (operator === 'or_') return [];
    const oneOf = [...(all ?? []).map((tag) => [tag]), ...(any == null ? [] : [any])];
    return oneOf.map(
      (tags) => `SELECT DISTINCT run_id AS id FROM ${table}_tag WHERE tag ${this.#isOneOf(tags)} LIMIT :look`,
    );
  }

  /** The same, of the task runs of flow runs. */
  taskRunsOf(flowRuns: readonly string[]): string {
    return `SELECT id FROM task_run WHERE flow_run_id ${this.#isOneOf(flowRuns)} LIMIT :look`;
  }

  /** The condition of lines of logs under an alias. */
  log(alias: string, { operator, level, timestamp, flowRunId, taskRunId }: GivenLogFilter): string {
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
  artifact(alias: string, { operator, id, key, flowRunId, taskRunId, type }: GivenArtifactFilter): string {
    return combined(operator, [
      this.#column(`${alias}.id`, id),
      key && combined('and_', [this.#column(`${alias}.key`, key), isAsked(key.exists, `${alias}.key IS NOT NULL`)]),
      this.#column(`${alias}.flow_run_id`, flowRunId),
      this.#column(`${alias}.task_run_id`, taskRunId),
      this.#column(`${alias}.type`, type),
    ]);
  }

  #run(
    alias: string,
    { id, name, tags, state, startTime, endTime, expectedStartTime }: GivenRunFilter,
  ): (string | null)[] {
    const ofState = [
      state?.type == null ? null : this.#stateType(`${alias}.state_type`, state.type),
      this.#column(`${alias}.state_name`, state?.name ?? null),
    ];
    return [
      this.#column(`${alias}.id`, id),
      this.#column(`${alias}.name`, name),
      this.#column(`${alias}.tags`, tags, { isList: true }),
      // beside the other of the two, an empty one asks for nothing
      state &&
        combined(
          state.operator,
          ofState.filter((condition) => condition !== ALWAYS),
        ),
      this.#column(`${alias}.start_time`, startTime),
      this.#column(`${alias}.end_time`, endTime),
      this.#column(`${alias}.expected_start_time`, expectedStartTime),
    ];
  }

  /** A condition of a column with a type of states. Of so few values each is a parameter of its own: then an index gives them in the order of another column. */
  ofTypes(column: string, types: readonly string[]): string {
    return types.length === 0 ? NEVER : `${column} IN (${types.map((type) => this.#parameter(type)).join(', ')})`;
  }

  #stateType(column: string, { operator, any, notAny, isNull }: AnyFilter): string | null {
    return combined(operator, [
      any == null ? null : this.ofTypes(column, any),
      notAny == null ? null : `NOT ${this.ofTypes(column, notAny)}`,
      isNull == null ? null : `${column} IS ${isNull ? '' : 'NOT '}NULL`,
    ]);
  }

  #creator(column: string, { operator, id, type, isNull }: NonNullable<GivenFlowRunFilter['createdBy']>): string {
    // no row of ours names one
    const isAny = id === null && type === null ? null : NEVER;
    return combined(operator, [isAny, isNull === null ? null : `${column} IS ${isNull ? '' : 'NOT '}NULL`]);
  }

  /** Null where there is no filter. One that asks for nothing holds always, also as one of several of which one must hold. */
  #column(column: string, filter: AnyFilter | null, { isList = false } = {}): string | null {
    if (filter === null) return null;
    const { operator, any, notAny, like, all, isNull, before, after } = filter;
    const conditions = [
      any == null
        ? null
        : isList
          ? anyOf(any.map((tag) => this.#holds(column, tag)))
          : `${column} ${this.#isOneOf(any)}`,
      notAny == null ? null : `NOT ${column} ${this.#isOneOf(notAny)}`,
      like == null ? null : this.#isLike(column, like),
      all == null
        ? null
        : combined(
            'and_',
            all.map((tag) => this.#holds(column, tag)),
          ),
      isNull == null
        ? null
        : isList
          ? `${column} ${isNull ? '=' : '<>'} '[]'`
          : `${column} IS ${isNull ? '' : 'NOT '}NULL`,
      before == null ? null : `${column} <= ${this.#parameter(toTimestamp(before, 'before'))}`,
      after == null ? null : `${column} >= ${this.#parameter(toTimestamp(after, 'after'))}`,
    ];
    return combined(operator, conditions);
  }

  #isLike(column: string, text: string): string {
    if (!isHeld(text, this.#dialect)) return NEVER;
    return this.#dialect.isLike(column, this.#parameter(`%${text}%`));
  }

  /** One parameter for all values: an engine takes only so many. */
  #isOneOf(given: readonly string[]): string {
    // the engine would refuse the others, instead of finding them nowhere
    const values = given.filter((value) => isHeld(value, this.#dialect));
    return this.#dialect.isOneOf(this.#parameter(this.#dialect.listOf(values)));
  }

  #holds(column: string, value: string): string {
    return isHeld(value, this.#dialect) ? this.#dialect.holds(column, this.#parameter(value)) : NEVER;
  }

  #parameter(value: unknown): string {
    const name = `p${Object.keys(this.parameters).length}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}

/** `is_null_: false` asks for nothing there, unlike everywhere else; true, for nothing beside it. */
function ofFlowRun(given: AnyFilter): AnyFilter {
  return given.isNull === true ? { operator: null, isNull: true } : { ...given, isNull: null };
}

/** A condition that never holds. */
const NEVER = '(1 = 0)';

/** A condition that always holds. */
const ALWAYS = '(1 = 1)';

/** A condition or its opposite; null where neither is asked for. */
function isAsked(asked: boolean | null, condition: string): string | null {
  return asked === null ? null : asked ? condition : `NOT (${condition})`;
}

/** One of several conditions; without any, one that never holds. */
function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? NEVER : combined('or_', conditions);
}

/** Conditions put together; without any, one that always holds. */
function combined(operator: 'and_' | 'or_' | null, conditions: readonly (string | null)[]): string {
  const asked = conditions.filter((condition) => condition !== null);
  return asked.length === 0 ? ALWAYS : `(${asked.join(operator === 'or_' ? ' OR ' : ' AND ')})`;
}
