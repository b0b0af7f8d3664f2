import { Controller, type Type } from '@nestjs/common';

import { prefect3Routes, v3 } from '../../api/index.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';

const { admin, root } = prefect3Routes;

/** Makes the controller of what only Prefect 3 tells of itself. @source prefect 3.8.8, server/api/root.py and admin.py */
export function rootController({ paths }: Mount): Type {
  @Controller([...paths])
  class RootController {
    /** Says hello. */
    @Routed(root.hello)
    hello(): string {
      return '👋';
    }

    /** Tells where results are kept that say nothing of it: there is no such block. */
    @Routed(admin.storage)
    storage(): v3.DefaultStorage {
      return new v3.DefaultStorage({ defaultResultStorageBlockId: null });
    }
  }
  return RootController;
}
