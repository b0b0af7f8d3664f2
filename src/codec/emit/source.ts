import { type PlannedField } from '../plan/plan.js';

/** A function that was generated, and its source. */
export interface Made<F> {
  readonly run: F;
  readonly source: string;
}

/** Writes the source of a function line by line and hoists what it needs as arguments, so that no value becomes code. */
export class Source {
  readonly #lines: string[] = [];
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];
  readonly #late: string[] = [];
  #indent = 1;

  /** Adds lines, indented to the current depth; a line that ends with `{` opens a block, one that starts with `}` ends it. */
  line(...lines: string[]): void {
    for (const line of lines) {
      if (line.startsWith('}')) this.#indent -= 1;
      this.#lines.push('  '.repeat(this.#indent) + line);
      if (line.endsWith('{')) this.#indent += 1;
    }
  }

  /** Gives the name under which the generated code sees a value. */
  hoist(name: string, value: unknown): string {
    const known = this.#values.indexOf(value);
    if (known >= 0) return this.#names[known]!;
    let unique = name;
    for (let n = 2; this.#names.includes(unique); n++) unique = `${name}_${n}`;
    this.#names.push(unique);
    this.#values.push(value);
    return unique;
  }

  /** Gives the name under which the generated code sees a kind. */
  kind(kind: { readonly name: string }): string {
    return this.hoist(`kind_${kind.name.replace(/\W/g, '_')}`, kind);
  }

  /** Gives the name of a function that is made when it is first called: two classes may nest each other. */
  late(name: string, make: () => unknown): string {
    this.#late.push(`let ${name} = (value) => (${name} = ${this.hoist(`make_${name}`, make)}())(value);`);
    return name;
  }

  /** A whole function declaration. */
  toString(name: string, parameters: readonly string[]): string {
    return `function ${name}(${parameters.join(', ')}) {\n${this.#lines.join('\n')}\n}`;
  }

  /**
   * Makes the function.
   *
   * @param url - the name of the code in stack traces and profilers
   * @throws EvalError where code generation is forbidden
   */
  compile(name: string, parameters: readonly string[], url: string): unknown {
    const text = `${this.#late.join('\n')}\nreturn ${this.toString(name, parameters)};`;
    return evaluate(text, this.#names, this.#values, url);
  }
}

/** Makes a function of a class, under the name that stack traces and profilers show. */
export function finish<F>(
  source: Source,
  model: { readonly name: string },
  name: string,
  parameters: readonly string[],
): Made<F> {
  const url = `prefect-states/${model.name}.${name}.js`;
  return { run: source.compile(name, parameters, url) as F, source: source.toString(name, parameters) };
}

/**
 * Runs generated code, which ends with a `return`, with values under names.
 *
 * @throws EvalError where code generation is forbidden
 */
export function evaluate(text: string, names: readonly string[], values: readonly unknown[], url: string): unknown {
  const body = `'use strict';\n${text}\n//# sourceURL=${url}`;
  // the codec is made of this; see docs/codec.md for the switch that turns it off
  return (new Function(...names, body) as (...values: readonly unknown[]) => unknown)(...values);
}

/** The local variable of a field. */
export function local({ property, index }: Pick<PlannedField, 'property' | 'index'>): string {
  return /^[A-Za-z_$][\w$]*$/.test(property) ? `$${property}` : `$${index}`;
}

/** A field's place in an object, by its property. */
export function at({ property }: Pick<PlannedField, 'property'>): string {
  return `[${JSON.stringify(property)}]`;
}
