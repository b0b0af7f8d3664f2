/* The rules for decorators. Each finds its faults; the plan reports them all at once. */
import { DefinitionError } from '../../errors/index.js';
import {
  contradictions,
  DEFAULT_WIRE,
  declaresFields,
  defaultOf,
  type FieldDescriptor,
  isKind,
  isNullable,
  type Kind,
  type NestedKind,
  PORT,
  setByItself,
  strayDecorators,
  wordsOf,
} from '../../fields/index.js';
import { ModelBase } from './model-base.js';
import { blank, type ModelClass } from './model-class.js';

type Rule = (model: ModelClass, fields: readonly FieldDescriptor[]) => string[];

/** Every fault of a class's decorators, a sentence each. */
export function checkDefinition(model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  const known = fields.filter(({ kind }) => isKnown(kind));
  return [...unknownKinds(fields), ...RULES.flatMap((rule) => rule(model, known))];
}

const RULES: readonly Rule[] = [
  hidden,
  wireNames,
  defaults,
  nestedModels,
  derived,
  places,
  strayDecorators,
  contradictions,
  initialisers,
];

function unknownKinds(fields: readonly FieldDescriptor[]): string[] {
  return fields
    .filter(({ kind }) => !isKnown(kind))
    .map(({ property }) => `${property}: its kind is not known; use one of Field.* or Field.of(kind)`);
}

/** Whether a value is a kind, down to the kinds that it is made of. */
function isKnown(kind: unknown): boolean {
  return isKind(kind) && partsOf(kind).every(isKnown);
}

/** The kinds that a kind is made of; what was given for them may be no kind. */
function partsOf(kind: Kind): readonly Kind[] {
  return [...('items' in kind ? [kind.items!] : []), ...(kind.members ?? [])];
}

function hidden(model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  return fields
    .filter(({ property }) => property in model.prototype)
    .map(
      ({ property, wireName }) =>
        `${property}: hides what every instance has by this name; ` +
        `name the property otherwise and give Field { name: '${wireName}' }`,
    );
}

function wireNames(_model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  const owners = new Map<string, string>();
  return fields.flatMap(({ property, wireName }) => {
    const owner = owners.get(wireName);
    owners.set(wireName, property);
    return owner === undefined ? [] : [`${property}: has the wire name '${wireName}' of ${owner}`];
  });
}

function defaults(_model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  return fields.flatMap(({ property, kind, options }) => {
    const value = options.default;
    if (value === undefined || value === null || typeof value === 'function') return [];
    if (typeof value === 'object')
      return [`${property}: a default that is an object would be shared; give a function that makes it`];
    return refusalOf({ property, kind, options }, value);
  });
}

/** What is wrong with a default that a function makes. One that throws is not reported: what it needs may be there later. */
export function madeDefaultFaults(field: DefaultedField): string[] {
  if (typeof field.options.default !== 'function') return [];
  let made: unknown;
  try {
    made = defaultOf(field.options);
  } catch {
    return [];
  }
  return made === null && isNullable(field) ? [] : refusalOf(field, made);
}

type DefaultedField = Pick<FieldDescriptor, 'property' | 'kind' | 'options'>;

/** Why a field refuses its default. */
function refusalOf({ property, kind, options }: DefaultedField, value: unknown): string[] {
  if (value === null) return [`${property}: its default is null, which it does not take unless it is nullable`];
  if (!kind.is(value)) return [`${property}: its default is not a value of its kind (${kind.name})`];
  const fault = options.check?.(value) ?? null;
  return fault === null
    ? []
    : [`${property}: its default is refused by its own check (${wordsOf(DEFAULT_WIRE, fault).msg})`];
}

function nestedModels(_model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  return fields
    .filter(({ kind }) => nestedClassesOf(kind).some((nested) => typeof nested?.[PORT] !== 'function'))
    .map(({ property }) => `${property}: nests what is no model (two files that import each other see undefined here)`);
}

/** The classes that a kind nests, itself or in the kinds that it is made of. */
export function nestedClassesOf(kind: Kind): ({ readonly [PORT]?: unknown } | undefined)[] {
  if ('model' in kind) return [(kind as NestedKind<object>).model()];
  return partsOf(kind).flatMap(nestedClassesOf);
}

function derived(_model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  return fields.flatMap(({ property, options }, index) => {
    const before = new Set(fields.slice(0, index).map((field) => field.property));
    const { from = [], when = {} } = options.derived ?? {};
    const missing = from.filter((name) => !before.has(name));
    const others = Object.keys(when).filter((name) => name !== property && !from.includes(name));
    return [
      ...missing.map((name) => `${property}: is derived from '${name}', which is not a field before it`),
      ...others.map((name) => `${property}: is derived when '${name}', of which it is not derived`),
    ];
  });
}

function places(_model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  const names = new Set(fields.map(({ property }) => property));
  return fields
    .filter(({ property, options: { after } }) => after !== undefined && (after === property || !names.has(after)))
    .map(({ property, options: { after } }) => `${property}: is to stand after '${after}', which is no other field`);
}

/** Makes one blank instance: a class must allow that, and must not write fields on its own while it is made. */
function initialisers(model: ModelClass, fields: readonly FieldDescriptor[]): string[] {
  let written: ReadonlyMap<string, unknown>;
  try {
    written = setByItself(() => blank(model));
  } catch (error) {
    // a rule that is none is told with the first instance
    if (error instanceof DefinitionError) return [...error.faults];
    return [`constructor: must work without arguments, as parse and class-transformer call it (${String(error)})`];
  }
  const known = new Set(fields.map(({ property }) => property));
  const others = [...written.keys()].filter((name) => !known.has(name));
  return [
    ...[...written].filter(([name]) => known.has(name)).map(([name, value]) => overwritten(name, value)),
    ...(others.length === 0 ? [] : undecorated(model, others)),
  ];
}

function overwritten(property: string, value: unknown): string {
  const way =
    value === undefined
      ? `write 'declare ${property}' without a value, or switch experimentalDecorators off`
      : 'give Field a default, and the property no value';
  return `${property}: the class sets it on every new instance, over what was read; ${way}`;
}

/** Properties of classes that declare no field at all: their decorators were forgotten, or the tool chain dropped them. */
function undecorated(model: ModelClass, names: readonly string[]): string[] {
  const parent = Object.getPrototypeOf(model) as ModelClass;
  const inherited = parent.prototype instanceof ModelBase ? namesSetBy(parent) : new Set<string>();
  const [older, own] = [names.filter((name) => inherited.has(name)), names.filter((name) => !inherited.has(name))];
  const faults = own.length > 0 && !declaresFields(model.prototype) ? own.map(noField) : [];
  return older.length === 0 ? faults : [...undecorated(parent, older), ...faults];
}

function noField(property: string): string {
  return (
    `${property}: is set on every new instance, but its class has no @Field at all; decorate it, and if it is decorated, ` +
    `have the tool chain keep decorators (experimentalDecorators: true in tsconfig.json, or a compiler that knows standard ` +
    `ones); what is no field goes into '#${property}', a static or a WeakMap`
  );
}

/** The properties of a class's blank instance; none for a class that cannot be instantiated, such as an abstract one. */
function namesSetBy(model: ModelClass): ReadonlySet<string> {
  try {
    return new Set(setByItself(() => blank(model)).keys());
  } catch {
    return new Set();
  }
}
