/** Writes the source of a function line by line and hoists what it needs as arguments, so that no value becomes code. */
export class Source {
  readonly #lines: string[] = [];
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];
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
    const body = `'use strict';\nreturn ${this.toString(name, parameters)};\n//# sourceURL=${url}`;
    // the codec is made of this; see docs/codec.md for the switch that turns it off
    return (new Function(...this.#names, body) as (...values: unknown[]) => unknown)(...this.#values);
  }
}

/** A local variable's name for a property. */
export function localName(property: string, index: number): string {
  return /^[A-Za-z_$][\w$]*$/.test(property) ? `$${property}` : `$${index}`;
}
