import { randomUUID } from 'node:crypto';

import { BlockDocumentEntity, BlockSchemaEntity, BlockTypeEntity } from './block.entities.js';
import { type Database } from './database.js';
import { isHeld, refuseUnwritable } from './insert-row.js';
import { insertRows } from './rows.js';

/** What is given to make a block. */
export type NewBlockDocument = Pick<BlockDocumentEntity, 'data' | 'blockSchemaId' | 'blockTypeId' | 'isAnonymous'> & {
  /** Left out, or null, a random one. */
  readonly name?: string | null;
};

const WITH_TYPE = { blockType: true } as const;

/** Blocks, kept: where clients say how they keep results. */
export class Blocks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns null when there is no type with the slug */
  async findType(slug: string): Promise<BlockTypeEntity | null> {
    if (!isHeld(slug, this.#database.engine)) return null;
    return this.#database.reader.findOneBy(BlockTypeEntity, { slug });
  }

  /**
   * Reads the schema with a checksum, with its type.
   *
   * @param version - left out, the newest
   * @returns null when there is none
   */
  async findSchema(checksum: string, version?: string): Promise<BlockSchemaEntity | null> {
    if (![checksum, version ?? ''].every((text) => isHeld(text, this.#database.engine))) return null;
    return this.#database.reader.findOne(BlockSchemaEntity, {
      where: version === undefined ? { checksum } : { checksum, version },
      relations: WITH_TYPE,
      order: { created: 'DESC' },
    });
  }

  /** Reads a block with its schema and type. @returns null when there is none with the id */
  find(id: string): Promise<BlockDocumentEntity | null> {
    return this.#database.reader.findOne(BlockDocumentEntity, {
      where: { id },
      relations: { blockSchema: WITH_TYPE },
    });
  }

  /**
   * Makes a block.
   *
   * @returns null when there is one with the type and the name
   * @throws the database's own error, for a schema or a type that there is not
   */
  make(given: NewBlockDocument): Promise<BlockDocumentEntity | null> {
    return this.#database.writeTogether(async (manager) => {
      const { blockTypeId } = given;
      const name = given.name ?? `anonymous-${randomUUID()}`;
      // a text that no column holds cannot be looked for either
      refuseUnwritable(manager, Object.assign(new BlockDocumentEntity(), { ...given, name }));
      if (await manager.existsBy(BlockDocumentEntity, { blockTypeId, name })) return null;
      const type = await manager.findOneBy(BlockTypeEntity, { id: blockTypeId });
      const id = randomUUID();
      const made = { ...given, id, name, blockTypeName: type?.name ?? null };
      await insertRows(manager, [Object.assign(new BlockDocumentEntity(), made)]);
      return manager.findOneOrFail(BlockDocumentEntity, { where: { id }, relations: { blockSchema: WITH_TYPE } });
    });
  }
}
