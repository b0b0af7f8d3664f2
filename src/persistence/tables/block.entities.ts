/* A type of blocks, its schema, and a block that was made to it. */
import { Column, JoinColumn, ManyToOne, type Relation } from 'typeorm';

import { boolColumn, jsonColumn, textColumn, uuidColumn } from './columns.js';
import { PrefectTable } from './prefect-table.js';
import { RowEntity } from './row.entity.js';

/** @source prefect 2.20.25, server/database/orm_models.py, `ORMBlockType` */
@PrefectTable('block_type')
export class BlockTypeEntity extends RowEntity {
  @Column(textColumn('name'))
  name!: string;

  /** Unique. */
  @Column(textColumn('slug'))
  slug!: string;

  @Column(textColumn('logo_url', { nullable: true }))
  logoUrl!: string | null;

  @Column(textColumn('documentation_url', { nullable: true }))
  documentationUrl!: string | null;

  @Column(textColumn('description', { nullable: true }))
  description!: string | null;

  @Column(textColumn('code_example', { nullable: true }))
  codeExample!: string | null;

  /** Whether clients may not change it. */
  @Column(boolColumn('is_protected', { default: false }))
  isProtected!: boolean;
}

/** @source prefect 2.20.25, server/database/orm_models.py, `ORMBlockSchema` */
@PrefectTable('block_schema')
export class BlockSchemaEntity extends RowEntity {
  /** Of the fields; unique with the version. */
  @Column(textColumn('checksum'))
  checksum!: string;

  @Column(jsonColumn('fields'))
  fields!: Record<string, unknown>;

  @Column(jsonColumn('capabilities'))
  capabilities!: string[];

  @Column(textColumn('version'))
  version!: string;

  @Column(uuidColumn('block_type_id'))
  blockTypeId!: string;

  @ManyToOne(() => BlockTypeEntity)
  @JoinColumn({ name: 'block_type_id' })
  blockType!: Relation<BlockTypeEntity>;
}

/** @source prefect 2.20.25, server/database/orm_models.py, `ORMBlockDocument` */
@PrefectTable('block_document')
export class BlockDocumentEntity extends RowEntity {
  /** Unique within its type. */
  @Column(textColumn('name'))
  name!: string;

  /** Not encrypted: the one type that there is holds a path. */
  @Column(jsonColumn('data'))
  data!: Record<string, unknown>;

  @Column(boolColumn('is_anonymous', { default: false }))
  isAnonymous!: boolean;

  @Column(textColumn('block_type_name', { nullable: true }))
  blockTypeName!: string | null;

  @Column(uuidColumn('block_type_id'))
  blockTypeId!: string;

  @Column(uuidColumn('block_schema_id'))
  blockSchemaId!: string;

  @ManyToOne(() => BlockSchemaEntity)
  @JoinColumn({ name: 'block_schema_id' })
  blockSchema!: Relation<BlockSchemaEntity>;
}
