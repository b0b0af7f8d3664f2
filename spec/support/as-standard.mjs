/*
 * Compiles models with standard decorators although they are written in the legacy form: a field loses its `declare`, and
 * rules of class-validator beside it move into it. So the same specs run over the same classes in either form, those of
 * the package too.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SELF = await readFile(fileURLToPath(import.meta.url), 'utf8');
const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: false,
  useDefineForClassFields: true,
  isolatedModules: true,
  inlineSourceMap: true,
};

const { factory } = ts;

/** The call that makes a field, `Field.of(kind, options)`, where a property has one. */
const fieldOf = (node) =>
  ts.isPropertyDeclaration(node)
    ? ts.getDecorators(node)?.find(({ expression }) => /^(?:\w+\.)?Field\b/.test(expression.getText()))?.expression
    : undefined;

/** The options of a field as they are written, and its rules. */
const withRules = ([...given], rules) => {
  if (rules.length === 0) return given;
  const options = factory.createObjectLiteralExpression([
    factory.createSpreadAssignment(given.pop()),
    factory.createPropertyAssignment('rules', factory.createArrayLiteralExpression(rules)),
  ]);
  return [...given, options];
};

const asStandard = (context) => (file) => {
  const visit = (node) => {
    const field = fieldOf(node);
    if (field === undefined) return ts.visitEachChild(node, visit, context);
    const rules = ts
      .getDecorators(node)
      .map(({ expression }) => expression)
      .filter((expression) => expression !== field);
    const decorator = factory.createDecorator(
      ts.isCallExpression(field)
        ? factory.updateCallExpression(field, field.expression, undefined, withRules(field.arguments, rules))
        : field,
    );
    const others = ts.getModifiers(node)?.filter(({ kind }) => kind !== ts.SyntaxKind.DeclareKeyword) ?? [];
    const { name, questionToken, type, initializer } = node;
    return factory.updatePropertyDeclaration(node, [decorator, ...others], name, questionToken, type, initializer);
  };
  return ts.visitNode(file, visit);
};

export default {
  process: (source, fileName) => ({
    code: ts.transpileModule(source, { fileName, compilerOptions, transformers: { before: [asStandard] } }).outputText,
  }),
  getCacheKey: (source, fileName) =>
    createHash('sha256')
      .update([ts.version, JSON.stringify(compilerOptions), SELF, fileName, source].join('\0'))
      .digest('hex'),
};
