import { ActionBaseModel, Field, type CodedFault, types, OrmBaseModel } from '../index.js';

const BLOCK_NAME = /^[a-z0-9-]+$/;

/** @source prefect 2.20.25, _internal/schemas/validators.py, `validate_block_document_name` */
function nameCharacters(name: string): CodedFault | null {
  if (BLOCK_NAME.test(name)) return null;
  return { code: 'rule', msg: 'Block document name must only contain lowercase letters, numbers, and dashes.' };
}

/** What a client sends to make a block. @source prefect 2.20.25, server/schemas/actions.py, `BlockDocumentCreate` */
export class BlockDocumentCreate extends ActionBaseModel {
  @Field.string({
    default: null,
    check: nameCharacters,
    schema: { type: 'string', pattern: BLOCK_NAME.source },
    description: 'Left out of an anonymous block',
  })
  declare name: string | null;

  @Field.record(types.json, { default: () => ({}), description: "The block's data" })
  declare data: Record<string, unknown>;

  @Field.uuid()
  declare blockSchemaId: string;

  @Field.uuid()
  declare blockTypeId: string;

  @Field.bool({ default: false, description: 'Whether the block has no name of its own' })
  declare isAnonymous: boolean;
}

/** A type of blocks. @source prefect 2.20.25, server/schemas/core.py, `BlockType` */
export class BlockType extends OrmBaseModel {
  @Field.string()
  declare name: string;

  @Field.string()
  declare slug: string;

  @Field.string({ default: null })
  declare logoUrl: string | null;

  @Field.string({ default: null })
  declare documentationUrl: string | null;

  @Field.string({ default: null })
  declare description: string | null;

  @Field.string({ default: null })
  declare codeExample: string | null;

  @Field.bool({ default: false, description: 'Whether clients may not change it' })
  declare isProtected: boolean;
}

/** What the data of a block must be. @source prefect 2.20.25, server/schemas/core.py, `BlockSchema` */
export class BlockSchema extends OrmBaseModel {
  @Field.string()
  declare checksum: string;

  @Field.record(types.json, { default: () => ({}), description: 'The JSON Schema of the data' })
  declare fields: Record<string, unknown>;

  @Field.uuid({ nullable: true })
  declare blockTypeId: string | null;

  @Field.nested(() => BlockType, { default: null })
  declare blockType: BlockType | null;

  @Field.list(types.string(), { default: () => [] })
  declare capabilities: string[];

  @Field.string({ default: 'non-versioned' })
  declare version: string;
}

/** A block. @source prefect 2.20.25, server/schemas/core.py, `BlockDocument` */
export class BlockDocument extends OrmBaseModel {
  @Field.string({ default: null })
  declare name: string | null;

  @Field.record(types.json, { default: () => ({}) })
  declare data: Record<string, unknown>;

  @Field.uuid()
  declare blockSchemaId: string;

  @Field.nested(() => BlockSchema, { default: null })
  declare blockSchema: BlockSchema | null;

  @Field.uuid()
  declare blockTypeId: string;

  @Field.string({ default: null })
  declare blockTypeName: string | null;

  @Field.nested(() => BlockType, { default: null })
  declare blockType: BlockType | null;

  @Field.record(types.json, { default: () => ({}), description: 'Blocks that it holds; there are none' })
  declare blockDocumentReferences: Record<string, unknown>;

  @Field.bool({ default: false })
  declare isAnonymous: boolean;
}
