/* Where files stand. Named here, beside `main.ts`, of which one file is made: in any other folder an address would change with it. */

/** The folder of the server. */
export const SERVER_FOLDER = new URL('./', import.meta.url);

/** The folder of the package. */
export const PACKAGE_FOLDER = new URL('../../', SERVER_FOLDER);
