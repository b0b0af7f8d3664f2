import { type EntityManager } from 'typeorm';

import { type RowEntity } from './row.entity.js';

/** Inserts a new row; unlike `save` it does not look for an old one first. */
export async function insertRow(manager: EntityManager, row: RowEntity): Promise<void> {
  await manager.insert(row.constructor, row);
}
