/* One model, a state with its details, by legacy and by standard decorators, compiled by tsc as users compile theirs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const DIST = new URL('../../dist/index.js', import.meta.url).href;
const CACHE = new URL('../../node_modules/.cache/bench/', import.meta.url);

const DETAILS = [
  ...['flowRunId', 'taskRunId', 'childFlowRunId', 'transitionId', 'taskParametersId'].map((name) => [name, 'uuid']),
  ...['scheduledTime', 'cacheExpiration', 'pauseTimeout'].map((name) => [name, 'dateTime']),
  ...['untrackableResult', 'pauseReschedule', 'refreshCache', 'retriable'].map((name) => [name, 'bool']),
  ...['cacheKey', 'pauseKey'].map((name) => [name, 'string']),
  ['runInputKeyset', 'json'],
];

/** Compiles the model and loads it. */
async function compiled(form) {
  const isLegacy = form === 'legacy';
  const property = (name) => (isLegacy ? `declare ${name}: any;` : `${name}!: any;`);
  const source = `
    import { Field, IdBaseModel, PrefectBaseModel, StateType } from '${DIST}';
    class Details extends PrefectBaseModel {
      ${DETAILS.map(([name, kind]) => `@Field.${kind}({ default: null }) ${property(name)}`).join('\n')}
    }
    export class Run extends IdBaseModel {
      @Field.enum(StateType) ${property('type')}
      @Field.string({ default: null }) ${property('name')}
      @Field.dateTime() ${property('timestamp')}
      @Field.string({ default: null }) ${property('message')}
      @Field.json({ default: null }) ${property('data')}
      @Field.nested(() => Details, { default: null }) ${property('stateDetails')}
    }`;
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: isLegacy,
    },
  });
  const file = new URL(`${form}.mjs`, CACHE);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, outputText);
  return (await import(file.href)).Run;
}

/** By legacy decorators. */
export const Legacy = await compiled('legacy');
/** By standard ones. */
export const Standard = await compiled('standard');
