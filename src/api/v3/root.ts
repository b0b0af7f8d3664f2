import { Field, types, PrefectBaseModel } from '../../index.js';
import * as ended from '../ended-runs.js';
import * as faults from '../faults.js';
import { onPrefect3 } from './on-prefect3.js';

/** Which runs are deleted, and how many at once. */
export class EndedRuns extends onPrefect3(ended.EndedRuns) {}

/** Where results are kept that say nothing of it. @source prefect 3.8.8, server/schemas/core.py, `ServerDefaultResultStorage` */
export class DefaultStorage extends onPrefect3(PrefectBaseModel) {
  @Field.uuid({ default: null, description: 'The block of it; there is none' })
  declare defaultResultStorageBlockId: string | null;
}

/** One place of a request that is wrong. @source prefect 3.8.8, server/api/server.py, `validation_exception_handler` */
export class RequestIssue extends onPrefect3(faults.RequestIssue) {
  @Field.json({ default: null, description: 'What was sent at the place, or what lacks it' })
  declare input: unknown;

  @Field.json({ default: null, description: 'What is known beside it' })
  declare ctx: unknown;
}

/** Every place of a request that is wrong. @source prefect 3.8.8, server/api/server.py, `validation_exception_handler` */
export class InvalidRequest extends onPrefect3(faults.InvalidRequest) {
  @Field.list(types.nested(() => RequestIssue))
  declare exceptionDetail: RequestIssue[];
}
