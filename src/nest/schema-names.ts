/*
 * What models are called in an OpenAPI document. `@nestjs/swagger` calls a class by its name, or by what `@ApiSchema({ name })`
 * says of it, and knows two classes of one name for one.
 */
import { freeName } from '../inner.js';

/** What has a name of its own. */
export interface Named {
  readonly name: string;
}

type Said = readonly { readonly name?: string }[];

// the key under which @nestjs/swagger keeps what @ApiSchema says
const SAID = 'swagger/apiSchema';

/** The names of models in one document, another for each. */
export class SchemaNames {
  readonly #listed: readonly Named[];
  readonly #names = new Map<object, string>();
  readonly #taken = new Set<string>();
  /** What the document calls each model. */
  readonly #calls = new Map<object, string>();

  /** @param listed - the models that have the first choice, in their order */
  constructor(listed: readonly Named[]) {
    this.#listed = listed;
    for (const model of listed) this.of(model);
  }

  /** The name of a model: what is said of it, or its class's; with a number behind where another has it. */
  readonly of = (model: Named): string => {
    const known = this.#names.get(model);
    if (known !== undefined) return known;
    const called = saidOf(model)?.at(-1)?.name ?? model.name;
    const name = this.take(called);
    this.#names.set(model, name);
    this.#calls.set(model, called);
    return name;
  };

  /** A name that nothing else has from now on: the one given, or that with a number behind. */
  take(name: string): string {
    const free = freeName(name, this.#taken);
    this.#taken.add(free);
    return free;
  }

  /** Runs what makes the document, in which the listed models have their names. */
  during<R>(make: () => R): R {
    const before = this.#listed.map((model) => [model, saidOf(model)] as const);
    for (const [model, said = []] of before) {
      const name = this.of(model);
      this.#calls.set(model, name);
      Reflect.defineMetadata(SAID, [...said, { ...said.at(-1), name }], model);
    }
    try {
      return make();
    } finally {
      for (const [model, said] of before) {
        if (said === undefined) Reflect.deleteMetadata(SAID, model);
        else Reflect.defineMetadata(SAID, said, model);
      }
    }
  }

  /** Whether the document calls two models by one name. */
  isShared(name: string): boolean {
    return [...this.#calls.values()].filter((called) => called === name).length > 1;
  }
}

function saidOf(model: Named): Said | undefined {
  return Reflect.getOwnMetadata(SAID, model) as Said | undefined;
}
