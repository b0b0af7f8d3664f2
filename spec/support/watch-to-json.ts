import { jest } from '@jest/globals';

import { PrefectBaseModel } from '../../src/index.js';

/** Watches the calls of `toJSON` of all models, and leaves them known as the package's own, as the mark on the method says. */
export function watchToJson(): jest.SpiedFunction<PrefectBaseModel['toJSON']> {
  const toJson = Object.getOwnPropertyDescriptor(PrefectBaseModel.prototype, 'toJSON')!.value as object;
  const spy = jest.spyOn(PrefectBaseModel.prototype, 'toJSON');
  for (const mark of Object.getOwnPropertySymbols(toJson))
    Object.defineProperty(spy, mark, Object.getOwnPropertyDescriptor(toJson, mark)!);
  return spy;
}
