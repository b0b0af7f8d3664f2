/* The part of class-transformer's registry that tells which properties of a class it decorates; not in its own types. */
declare module 'class-transformer/cjs/storage.js' {
  import {
    type ExcludeMetadata,
    type ExposeMetadata,
    type TransformMetadata,
    type TypeMetadata,
  } from 'class-transformer';

  type Registry<Metadata> = ReadonlyMap<unknown, ReadonlyMap<string, Metadata>>;
  export const defaultMetadataStorage: {
    readonly _typeMetadatas?: Registry<TypeMetadata>;
    readonly _transformMetadatas?: Registry<readonly TransformMetadata[]>;
    readonly _exposeMetadatas?: Registry<ExposeMetadata>;
    readonly _excludeMetadatas?: Registry<ExcludeMetadata>;
  };
}
