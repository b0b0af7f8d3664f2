import { type PlannedField } from '../plan/plan.js';
import { Target } from '../../time/index.js';

/**
 * Writes the source of a class of static functions, line by line, and hoists what they need as arguments, so that no value
 * becomes code.
 */
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
      this.#lines.push(line === '' ? '' : '  '.repeat(this.#indent) + line);
      if (line.endsWith('{')) this.#indent += 1;
    }
  }

  /** Adds a function, whose lines `write` adds. */
  method(name: string, parameters: readonly string[], write: () => void): void {
    if (this.#lines.length > 0) this.line('');
    this.line(`static ${name}(${parameters.join(', ')}) {`);
    write();
    this.line('}');
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
    const made = `make_${name}`;
    if (this.#names.includes(made)) return name;
    this.#late.push(`let ${name} = (...given) => (${name} = ${this.hoist(made, make)}())(...given);`);
    return name;
  }

  /** The whole class. */
  toString(): string {
    return `class Compiled extends Target {\n${this.#lines.join('\n')}\n}`;
  }

  /**
   * Makes the class.
   *
   * @param name - what stack traces and profilers call the code, after `prefect-states/`
   * @throws EvalError where code generation is forbidden
   */
  compile(name: string): unknown {
    const body = [
      `'use strict';`,
      ...this.#late,
      `return ${this.toString()};`,
      `//# sourceURL=prefect-states/${name}.js`,
    ].join('\n');
    // the codec is made of this; see docs/codec.md for the switch that turns it off
    const make = new Function('Target', ...this.#names, body) as (...values: readonly unknown[]) => unknown;
    return make(Target, ...this.#values);
  }
}

/** The local variable of a field. */
export function local({ property, index }: Pick<PlannedField, 'property' | 'index'>): string {
  return /^[A-Za-z_$][\w$]*$/.test(property) ? `$${property}` : `$${index}`;
}

/** A field's place in an object, by its property. */
export function at({ property }: Pick<PlannedField, 'property'>): string {
  return `[${JSON.stringify(property)}]`;
}
