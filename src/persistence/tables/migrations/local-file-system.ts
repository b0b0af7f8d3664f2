/*
 * The block of a local file system, as a client of Prefect 2.20.25 knows it. A client compares every text with its own, and
 * wants to change the block where one differs; the checksum is that of the fields.
 *
 * @source prefect 2.20.25, filesystems.py, `LocalFileSystem`
 */

/** @internal */
export const LOCAL_FILE_SYSTEM = {
  type: {
    name: 'Local File System',
    slug: 'local-file-system',
    logo_url: 'https://cdn.sanity.io/images/3ugk85nk/production/ad39089fa66d273b943394a68f003f7a19aa850e-48x48.png',
    documentation_url: 'https://docs.prefect.io/concepts/filesystems/#local-filesystem',
    description: 'Store data as a file on a local file system.',
    code_example:
      'Load stored local file system config:\n```python\nfrom prefect.filesystems import LocalFileSystem\n\n' +
      'local_file_system_block = LocalFileSystem.load("BLOCK_NAME")\n```',
  },
  schema: {
    checksum: 'sha256:6db1ab242e7b2b88a52dc137a7da3a373af63e0a103b9a91e060ed54a26f395a',
    fields: {
      title: 'LocalFileSystem',
      description: 'Store data as a file on a local file system.',
      type: 'object',
      properties: {
        basepath: {
          title: 'Basepath',
          description: 'Default local path for this block to write to.',
          type: 'string',
        },
      },
      block_type_slug: 'local-file-system',
      secret_fields: [],
      block_schema_references: {},
    },
    capabilities: ['read-path', 'write-path', 'put-directory', 'get-directory'],
    version: '2.20.25',
  },
} as const;
