/*
 * Compiles the twins of models that are written with standard decorators, by their own tsconfig. Not ts-jest: of two of its
 * settings in one project it knows the first.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const FILE = fileURLToPath(new URL('../tsconfig.standard.json', import.meta.url));
const TEXT = await readFile(FILE, 'utf8');
const { config } = ts.parseConfigFileTextToJson(FILE, TEXT);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(FILE), undefined, FILE);
const compilerOptions = {
  ...options,
  noEmit: false,
  module: ts.ModuleKind.ESNext,
  inlineSourceMap: true,
  sourceMap: false,
};

export default {
  process: (source, fileName) => ({ code: ts.transpileModule(source, { fileName, compilerOptions }).outputText }),
  getCacheKey: (source, fileName) =>
    createHash('sha256').update([ts.version, TEXT, fileName, source].join('\0')).digest('hex'),
};
