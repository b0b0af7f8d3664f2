import { randomUUID } from 'node:crypto';

import { BlockDocumentEntity, BlockSchemaEntity, BlockTypeEntity } from './tables/block.entities.js';
import { type Abortable, type Database } from './database.js';
import { idOf, read } from './given.js';
import { BlockDocumentGiven, BlockSchemaAsked, BlockTypeAsked } from './runs/given.js';
import { isHeld, refuseUnwritable } from './tables/rows.js';
import { insertReferring } from './tables/insert-referring.js';

/** What is given to make a block. */
export type NewBlockDocument = Pick<BlockDocumentEntity, 'data' | 'blockSchemaId' | 'blockTypeId' | 'isAnonymous'> & {
  /** Left out, or null, a random one. */
  readonly name?: string | null;
};

const WITH_TYPE = { blockType: true } as const;

/** Blocks, kept: where clients say how they keep results. An invalid value is a {@link ValidationError} at its field. */
export class Blocks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns null when there is no type with the slug */
  async findType(slug: string): Promise<BlockTypeEntity | null> {
    const asked = read(Blocks, BlockTypeAsked, { slug });
    if (!isHeld(asked.slug, this.#database.dialect)) return null;
    return this.#database.reader.findOneBy(BlockTypeEntity, { slug: asked.slug });
  }

  /**
   * Reads the schema with a checksum, with its type.
   *
   * @param version - left out, or null, the newest
   * @returns null when there is none
   */
  async findSchema(checksum: string, version?: string | null): Promise<BlockSchemaEntity | null> {
    const asked = read(Blocks, BlockSchemaAsked, { checksum, version });
    if (![asked.checksum, asked.version ?? ''].every((text) => isHeld(text, this.#database.dialect))) return null;
    return this.#database.reader.findOne(BlockSchemaEntity, {
      where: { checksum: asked.checksum, ...(asked.version === null ? {} : { version: asked.version }) },
      relations: WITH_TYPE,
      order: { created: 'DESC' },
    });
  }

  /** Reads a block with its schema and type. @returns null when there is none with the id */
  async find(id: string): Promise<BlockDocumentEntity | null> {
    return this.#database.reader.findOne(BlockDocumentEntity, {
      where: { id: idOf(Blocks, id) },
      relations: { blockSchema: WITH_TYPE },
    });
  }

  /**
   * Makes a block.
   *
   * @returns null when there is one with the type and the name
   * @throws {@link ReferenceNotFoundError} for a schema or a type that there is not
   */
  async make(given: NewBlockDocument, options: Abortable = {}): Promise<BlockDocumentEntity | null> {
    const asked = read(Blocks, BlockDocumentGiven, given);
    return this.#database.writeTogether(async (manager) => {
      const { blockTypeId } = asked;
      const name = asked.name ?? `anonymous-${randomUUID()}`;
      const block = Object.assign(new BlockDocumentEntity(), asked, { name, id: randomUUID() });
      // a text that no column holds cannot be looked for either
      refuseUnwritable(manager, block);
      if (await manager.existsBy(BlockDocumentEntity, { blockTypeId, name })) return null;
      block.blockTypeName = (await manager.findOneBy(BlockTypeEntity, { id: blockTypeId }))?.name ?? null;
      await insertReferring(manager, block, {
        blockTypeId: ['Block type', BlockTypeEntity],
        blockSchemaId: ['Block schema', BlockSchemaEntity],
      });
      return manager.findOneOrFail(BlockDocumentEntity, {
        where: { id: block.id },
        relations: { blockSchema: WITH_TYPE },
      });
    }, options);
  }
}
