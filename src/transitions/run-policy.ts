import { Field, Kinds, type Settling } from '../fields/index.js';
import { PrefectBaseModel } from '../model/index.js';

/**
 * A policy that was given by its old names is read by its new ones.
 *
 * @source prefect 2.20.25, _internal/schemas/validators.py, `set_run_policy_deprecated_fields`
 */
function fromOldName(name: string): Settling<number | null> {
  return { from: [name], by: (value: number | null, old: number) => (!value && old !== 0 ? Math.trunc(old) : value) };
}

/** What run policies have in common. */
abstract class RunPolicy extends PrefectBaseModel {
  @Field.int({ default: 0, description: 'Not used; use `retries`.' })
  declare maxRetries: number;

  @Field.float({ default: 0, description: 'Not used; use `retry_delay`.' })
  declare retryDelaySeconds: number;

  @Field.int({ default: null, settle: fromOldName('maxRetries'), description: 'The number of retries.' })
  declare retries: number | null;

  @Field.int({ default: null, settle: fromOldName('retryDelaySeconds'), description: 'Seconds between retries.' })
  declare retryDelay: number | number[] | null;
}

/** How a flow run retries, and which pauses it has come through. @source prefect 2.20.25, server/schemas/core.py, `FlowRunPolicy` */
export class FlowRunPolicy extends RunPolicy {
  declare retryDelay: number | null;

  @Field.list(Kinds.json, {
    default: () => [],
    nullable: true,
    description: 'The pauses that the run has come through.',
  })
  declare pauseKeys: unknown[] | null;

  @Field.bool({ default: false, nullable: true, description: 'Whether the run is resuming from a pause.' })
  declare resuming: boolean | null;

  @Field.enum(
    { in_process: 'in_process', reschedule: 'reschedule' },
    { default: null, description: 'The type of retry that the run is undergoing.' },
  )
  declare retryType: 'in_process' | 'reschedule' | null;
}

/** How a task run retries. @source prefect 2.20.25, server/schemas/core.py, `TaskRunPolicy` */
export class TaskRunPolicy extends RunPolicy {
  // a number of seconds, or a list of them, one for each retry
  @Field.json({
    default: null,
    settle: fromOldName('retryDelaySeconds'),
    description: 'Seconds between retries, or a list.',
  })
  declare retryDelay: number | number[] | null;

  @Field.float({ default: null, minimum: 0, description: 'How much a delay is spread at random.' })
  declare retryJitterFactor: number | null;
}

/** A flow run's policy with some fields changed; the policy itself stays as it is. @internal */
export function changedPolicy(policy: FlowRunPolicy, update: Partial<FlowRunPolicy>): FlowRunPolicy {
  return policy.copy({ deep: true, update });
}
