import { BlockDocument, BlockDocumentCreate, BlockSchema, BlockType } from './block.js';
import { CONFLICT, NOT_FOUND } from './faults.js';
import { route } from './route.js';

/** The routes of blocks. @source prefect 2.20.25, server/api */
export const blockRoutes = {
  readType: route({
    tag: 'Blocks',
    method: 'GET',
    path: '/block_types/slug/:slug',
    operation: 'read_block_type_by_slug',
    summary: 'Read a type of blocks',
    texts: ['slug'],
    answers: { 200: BlockType },
    errors: NOT_FOUND,
  }),
  readSchema: route({
    tag: 'Blocks',
    method: 'GET',
    path: '/block_schemas/checksum/:checksum',
    operation: 'read_block_schema_by_checksum',
    summary: 'Read the schema of a type of blocks',
    texts: ['checksum'],
    query: { version: { required: false } },
    answers: { 200: BlockSchema },
    errors: NOT_FOUND,
  }),
  create: route({
    tag: 'Blocks',
    method: 'POST',
    path: '/block_documents/',
    operation: 'create_block_document',
    summary: 'Make a block',
    body: BlockDocumentCreate,
    answers: { 201: BlockDocument },
    errors: CONFLICT,
  }),
  read: route({
    tag: 'Blocks',
    method: 'GET',
    path: '/block_documents/:id',
    operation: 'read_block_document_by_id',
    summary: 'Read a block',
    answers: { 200: BlockDocument },
    errors: NOT_FOUND,
  }),
} as const;
