import { SerializationError } from '../../errors/index.js';
import { copyValue, isModel, toJsonValue, WIRE } from '../../values/index.js';
import { type Invalid } from '../invalid.js';
import { type Faults, type JsonSchema, type Kind, type Naming, type SchemaRefs } from '../kind.js';

/**
 * What a model class offers to a field that holds one of its instances. The codec makes it. Kinds know only this interface,
 * because the codec is a later room.
 */
export interface ModelPort<M extends object = object> {
  readonly name: string;
  /** Makes an instance of a plain object of canonical values by wire names; else INVALID. May run out of stack. */
  readonly hydrate: (value: unknown) => M | Invalid;
  /** Makes another instance of one of the class that holds canonical values; else INVALID. May run out of stack. */
  readonly again: (value: unknown) => M | Invalid;
  /** Writes whatever a field holds that is of this class as JSON text; `place` is the name of the field, for errors. */
  readonly text: (value: unknown, place: string) => string;
  /** Copies an instance of the class itself, not of one that extends it; `data` is shared. May run out of stack. */
  readonly copyOwn: (model: never) => M;
  is(value: unknown): value is M;
  accept(value: unknown, naming: Naming): M | Invalid;
  interpret(value: unknown, faults: Faults, naming: Naming): M | Invalid;
  copy(model: M, deep: boolean): M;
  schema(refs: SchemaRefs): JsonSchema;
}

/** The static method by which a class gives its port; types of fields tell by it what may be nested. */
export const PORT = Symbol.for('prefect-states.port');

/** A class whose instances a field can hold. */
export interface NestableClass<M extends object = object> {
  readonly name: string;
  new (...args: never): M;
  // what it gives is a ModelPort<M>; said in full, TypeScript would no longer infer M from the class
  [PORT](): object;
}

/** A kind that knows the class it nests, for the plan to check. */
export interface NestedKind<M extends object> extends Kind<M> {
  readonly model: () => NestableClass<M>;
}

/** Whether a kind nests a class. */
export function isNested(kind: Kind): kind is NestedKind<object> {
  return 'model' in kind;
}

// beside the kinds, not in them: a kind that is spread from one of these, with another `accept`, must not inherit it
const ports = new WeakMap<object, () => ModelPort>();

/** Gives the port of a nested model, for generated code to go without the kind; undefined when it must call the kind. @internal */
export function portOf(kind: Kind): (() => ModelPort) | undefined {
  return ports.get(kind);
}

/**
 * An instance of another model. A plain object becomes an instance; an instance is rebuilt, never shared.
 *
 * @param model - gives the class; a function, because two classes may name each other
 */
export function nested<M extends object>(model: () => NestableClass<M>): NestedKind<M> {
  let known: ModelPort<M> | null = null;
  const port = (): ModelPort<M> => (known ??= model()[PORT]() as ModelPort<M>);
  const kind: NestedKind<M> = {
    name: 'nested',
    holdsParts: true,
    model,
    is: (value): value is M => port().is(value),
    accept: (value, naming) => port().accept(value, naming),
    interpret: (value, faults, naming) => port().interpret(value, faults, naming),
    // a field holds the wire's form, whatever a class says of itself elsewhere
    toWire(value: unknown, options, place) {
      if (!isModel(value)) return toJsonValue(value, options, place);
      try {
        return value[WIRE](options);
      } catch (error) {
        throw error instanceof SerializationError ? SerializationError.inside(place, error) : error;
      }
    },
    text: (value: unknown, place) => port().text(value, place),
    copy: (value: unknown, deep) => (value instanceof model() ? port().copy(value, deep) : copyValue(value)) as M,
    schema: (refs) => port().schema(refs),
  };
  ports.set(kind, port);
  return kind;
}
