import { Field, prefect3 } from '../fields/index.js';
import {
  type AnyModel,
  type ConstructorFields,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';
import * as states from '../states/index.js';

/** What {@link StateDetails} are made of. What is left out is null or false. */
export type StateDetailsFields = FieldsOf<StateDetails>;

/** The wire object of {@link StateDetails}: every key is there. */
export type StateDetailsJson = JsonOf<StateDetails>;

/**
 * What is known of a state beside its type: Prefect 2's fields and three more.
 *
 * @source prefect 3.8.8, server/schemas/states.py, `StateDetails`
 */
export class StateDetails<Self extends AnyModel = Unnamed> extends states.StateDetails {
  static override readonly wire = prefect3;

  /** Whether the run is a background task's, which a worker takes; null is what clients send for false. */
  @Field.bool({ default: false, nullable: true, after: 'cacheExpiration' })
  declare deferred: Defaulted<boolean> | null;

  /** The trace that the run is part of, as W3C's Trace Context writes it. */
  @Field.string({ default: null })
  declare traceparent: string | null;

  /** The lease of the run's slot in its deployment's concurrency limit. */
  @Field.uuid({ default: null })
  declare deploymentConcurrencyLeaseId: string | null;

  declare static readonly '~standard': StandardModel<StateDetails>;

  constructor(fields: ConstructorFields<Self, StateDetailsFields>) {
    super(fields);
  }
}
