import { Field, PrefectBaseModel } from '../index.js';

/** Whether requests can be served. @source prefect 2.20.25, server/api/root.py, `perform_readiness_check` */
export class Readiness extends PrefectBaseModel {
  @Field.string({ examples: ['OK'] })
  declare message: string;
}
