import { ActionBaseModel, Field, types, OrmBaseModel, PrefectBaseModel } from '../../index.js';
import { LimitField, NOT_KEPT, OffsetField } from '../run-query.js';
import { ArtifactFilter, DeploymentFilter, FlowFilter, FlowRunFilter, TaskRunFilter } from './filters.js';
import { keyCharacters } from './key.js';
import { onPrefect3 } from './on-prefect3.js';

const KeyField = Field.string({
  default: null,
  check: keyCharacters('Artifact key'),
  description: 'Under which the newest is found',
});
const TypeField = Field.string({ default: null, description: 'What the data is, such as markdown' });
const DescriptionField = Field.string({ default: null, description: 'What is said of it, in Markdown' });
const DataField = Field.json({ default: null });
const MetadataField = Field.record(types.string(), {
  default: null,
  name: 'metadata_',
  description: 'Of 500 characters each',
});
const FlowRunField = Field.uuid({ default: null, description: 'The flow run that has made it' });
const TaskRunField = Field.uuid({ default: null, description: 'The task run that has made it' });

/** What a client sends to keep an artifact. @source prefect 3.8.8, server/schemas/actions.py, `ArtifactCreate` */
export class ArtifactCreate extends onPrefect3(ActionBaseModel) {
  @KeyField declare key: string | null;
  @TypeField declare type: string | null;
  @DescriptionField declare description: string | null;
  @DataField declare data: unknown;
  @MetadataField declare metadata: Record<string, string> | null;
  @FlowRunField declare flowRunId: string | null;
  @TaskRunField declare taskRunId: string | null;
}

/** An artifact, as the server answers it. @source prefect 3.8.8, server/schemas/core.py, `Artifact` */
export class Artifact extends onPrefect3(OrmBaseModel) {
  @Field.string({ default: null, description: 'Under which the newest is found' })
  declare key: string | null;

  @TypeField declare type: string | null;
  @DescriptionField declare description: string | null;
  @DataField declare data: unknown;
  @MetadataField declare metadata: Record<string, string> | null;
  @FlowRunField declare flowRunId: string | null;
  @TaskRunField declare taskRunId: string | null;
}

const ARTIFACT_ORDERS = {
  CREATED_DESC: 'CREATED_DESC',
  UPDATED_DESC: 'UPDATED_DESC',
  ID_DESC: 'ID_DESC',
  KEY_DESC: 'KEY_DESC',
  KEY_ASC: 'KEY_ASC',
} as const;

/** One of the orders in which artifacts are found. @source prefect 3.8.8, server/schemas/sorting.py, `ArtifactSort` */
export type ArtifactOrder = keyof typeof ARTIFACT_ORDERS;

/** Which artifacts are read. @source prefect 3.8.8, server/api/artifacts.py, `read_artifacts` */
export class ArtifactPageQuery extends onPrefect3(PrefectBaseModel) {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @LimitField declare limit: number | null;

  @Field.enum(ARTIFACT_ORDERS, { default: 'ID_DESC' })
  declare sort: ArtifactOrder;

  @OffsetField declare offset: number;

  @Field.nested(() => ArtifactFilter, { default: null })
  declare artifacts: ArtifactFilter | null;

  @Field.nested(() => FlowRunFilter, { default: null })
  declare flowRuns: FlowRunFilter | null;

  @Field.nested(() => TaskRunFilter, { default: null })
  declare taskRuns: TaskRunFilter | null;

  @Field.nested(() => FlowFilter, { default: null })
  declare flows: FlowFilter | null;

  @Field.nested(() => DeploymentFilter, { default: null, description: NOT_KEPT })
  declare deployments: DeploymentFilter | null;
}
