/* The part of class-transformer's registry that tells which properties of a class it decorates; not in its own types. */
declare module 'class-transformer/cjs/storage.js' {
  type Registry = ReadonlyMap<unknown, ReadonlyMap<string, unknown>>;
  export const defaultMetadataStorage: {
    readonly _typeMetadatas?: Registry;
    readonly _transformMetadatas?: Registry;
    readonly _exposeMetadatas?: Registry;
  };
}
