import {
  Body,
  ConflictException,
  Controller,
  Inject,
  NotFoundException,
  Param,
  type PipeTransform,
  Query,
  type Type,
} from '@nestjs/common';

import { BlockDocument, BlockDocumentCreate, BlockSchema, BlockType, prefect2Routes } from '../api/index.js';
import { said } from '../inner.js';
import { HydratePipe, InvalidRequestException } from '../nest/index.js';
import { type BlockDocumentEntity, Blocks, type BlockSchemaEntity } from '../persistence/index.js';
import { ClientSignal } from './requests.js';
import { type Mount } from './mount.js';
import { Routed } from './routed.js';

const { blocks } = prefect2Routes;

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** In the reference it is the address that holds a canonical UUID: with anything else there is no route. */
class CanonicalIdPipe implements PipeTransform<string> {
  transform(id: string): string {
    return CANONICAL.test(id) ? id : notFound('Not Found');
  }
}

/** Makes the controller of types of blocks. @source prefect 2.20.25, server/api/block_types.py */
export function blockTypesController({ paths }: Mount): Type {
  @Controller([...paths])
  class BlockTypesController {
    readonly #blocks: Blocks;

    constructor(@Inject(Blocks) blocks: Blocks) {
      this.#blocks = blocks;
    }

    @Routed(blocks.readType)
    async read(@Param('slug') slug: string): Promise<BlockType> {
      const type = await this.#blocks.findType(slug);
      return type === null ? notFound('Block type not found') : BlockType.fromOrm(type);
    }
  }
  return BlockTypesController;
}

/** Makes the controller of schemas of blocks. @source prefect 2.20.25, server/api/block_schemas.py */
export function blockSchemasController({ paths }: Mount): Type {
  @Controller([...paths])
  class BlockSchemasController {
    readonly #blocks: Blocks;

    constructor(@Inject(Blocks) blocks: Blocks) {
      this.#blocks = blocks;
    }

    @Routed(blocks.readSchema)
    async read(@Param('checksum') checksum: string, @Query('version') version?: string): Promise<BlockSchema> {
      const schema = await this.#blocks.findSchema(checksum, version);
      return schema === null ? notFound('Block schema not found') : schemaOf(schema);
    }
  }
  return BlockSchemasController;
}

/** Makes the controller of blocks. @source prefect 2.20.25, server/api/block_documents.py */
export function blockDocumentsController({ paths }: Mount): Type {
  @Controller([...paths])
  class BlockDocumentsController {
    readonly #blocks: Blocks;

    constructor(@Inject(Blocks) blocks: Blocks) {
      this.#blocks = blocks;
    }

    @Routed(blocks.create)
    async create(
      @Body(new HydratePipe(BlockDocumentCreate)) body: BlockDocumentCreate,
      @ClientSignal() signal: AbortSignal,
    ): Promise<BlockDocument> {
      if (!body.isAnonymous && !body.name) {
        const fault = { code: 'rule', msg: 'Names must be provided for block documents.' } as const;
        const loc = ['body', ...BlockDocumentCreate.wire.root];
        throw new InvalidRequestException([{ loc, ...said(BlockDocumentCreate, fault) }]);
      }
      const { name, data, blockSchemaId, blockTypeId, isAnonymous } = body;
      const made = await this.#blocks.make({ name, data, blockSchemaId, blockTypeId, isAnonymous }, { signal });
      if (made === null) throw new ConflictException('Block already exists');
      return documentOf(made);
    }

    @Routed(blocks.read)
    async read(@Param('id', CanonicalIdPipe) id: string): Promise<BlockDocument> {
      const document = await this.#blocks.find(id);
      return document === null ? notFound('Block document not found') : documentOf(document);
    }
  }
  return BlockDocumentsController;
}

function notFound(detail: string): never {
  throw new NotFoundException(detail);
}

function schemaOf(row: BlockSchemaEntity): BlockSchema {
  return BlockSchema.fromOrm(Object.assign({}, row, { blockType: BlockType.fromOrm(row.blockType) }));
}

function documentOf(row: BlockDocumentEntity): BlockDocument {
  const blockSchema = schemaOf(row.blockSchema);
  return BlockDocument.fromOrm(Object.assign({}, row, { blockSchema, blockType: blockSchema.blockType }));
}
