/*
 * JSON texts at random, by the schemas of a reference's OpenAPI document: mostly what is asked for, now and then what is not. They are
 * texts, not values, as JavaScript has no value for a number of 20 digits or a key that comes twice.
 */

/** The part of a JSON Schema that is looked at. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Texts for the strings of JSON: names that things have, and odd ones. A text in braces stands for an id, see random-requests.ts. */
export const TEXTS = {
  any: ['', 'a', 'b', 'A', 'nope', 'x/y', '50%', 'a_b', 'ÄÖ', '日本', '😀', ' a ', 'null', '\\u0000', '\\"', '1'],
  time: [
    ...['2020-01-01T00:00:00+00:00', '2020-06-01T12:00:00Z', '2021-01-01T00:00:00.5Z', '2199-01-01T00:00:00+00:00'],
    ...['2020-01-01T00:00:00', '2020-01-01T02:00:00+02:00', '2020-01-01', '2020-01-01T00:00:00.123456789Z'],
    ...[
      'yesterday',
      '',
      '2020-13-01T00:00:00Z',
      '2020-02-30T00:00:00Z',
      '2020-01-01T25:00:00Z',
      'x2020-01-01T00:00:00Z',
    ],
  ],
  id: [
    '{nothing}',
    '{nothing}',
    'xyz',
    '',
    '{upper}',
    '{braced}',
    '{urn}',
    '{dashless}',
    '00000000-0000-0000-0000-000000000000',
  ],
} as const;

const INTEGERS = [
  ...['0', '1', '2', '3', '10', '20', '200', '201', '-1', '"1"', '" 3 "', '"x"', '""', '1.0', '1.5', 'true', 'null'],
  ...['2147483648', '-2147483649', '9007199254740993', '9223372036854775807', '9223372036854775808', '1e3'],
];
const NUMBERS = [...INTEGERS, '0.5', '-0.5', '1e300', 'NaN', 'Infinity', '"1e2"', '"nan"'];
const BOOLEANS = ['true', 'false', 'true', 'false', '"true"', '"yes"', '"off"', '0', '1', '2', '"maybe"', 'null', '[]'];
const ODD = ['null', 'true', '0', '-1', '1.5', '""', '"x"', '[]', '{}', '[null]', '[[]]', '{"a": 1}', '"null"'];
const VALUES = [
  ...ODD,
  '[1, "two", null]',
  '{"x": {"y": [1.5]}}',
  '"日本"',
  '"\\u0000"',
  '12345678901234567890',
  '{"a": 1, "a": 2}',
];

/** Says what to do by dice, so that a seed always says the same. */
export class RandomJson {
  readonly #roll: () => number;
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #texts: (name: string) => readonly string[];
  /** How likely a value is not what is asked for. */
  readonly #odd: number;

  /** @param texts - the texts that do for a field of a name, beside those that do for any */
  constructor(
    roll: () => number,
    schemas: Readonly<Record<string, Schema>>,
    texts: (name: string) => readonly string[],
    odd: number,
  ) {
    this.#roll = roll;
    this.#schemas = schemas;
    this.#texts = texts;
    this.#odd = odd;
  }

  one<T>(items: readonly T[]): T {
    return items[Math.floor(this.#roll() * items.length)]!;
  }

  maybe(chance: number): boolean {
    return this.#roll() < chance;
  }

  /** A text of JSON for a field of a name. */
  value(schema: Schema, name: string): string {
    if (this.maybe(this.#odd)) return this.one(ODD);
    const { anyOf = schema.oneOf, allOf } = schema;
    if (schema.$ref !== undefined) return this.value(this.resolve(schema), name);
    if (allOf !== undefined) return this.value(allOf[0]!, name);
    if (anyOf !== undefined) return this.value(this.one(anyOf), name);
    if (schema.enum !== undefined) return this.#member(schema.enum);
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    return this.#plain(schema, name);
  }

  resolve(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.#schemas[schema.$ref.split('/').at(-1)!]!;
  }

  #member(members: readonly unknown[]): string {
    const member = JSON.stringify(this.one(members));
    return this.maybe(this.#odd) ? member.toLowerCase() : member;
  }

  #plain(schema: Schema, name: string): string {
    switch (schema.type) {
      case 'integer':
        return this.one(this.maybe(0.7) ? INTEGERS.slice(0, 6) : INTEGERS);
      case 'number':
        return this.one(this.maybe(0.7) ? INTEGERS.slice(0, 6) : NUMBERS);
      case 'boolean':
        return this.one(this.maybe(0.7) ? BOOLEANS.slice(0, 4) : BOOLEANS);
      case 'string':
        return `"${this.#text(schema.format, name)}"`;
      case 'array':
        return `[${this.#times(3, () => this.value(schema.items ?? {}, name)).join(', ')}]`;
      case 'object':
        return this.#object(schema, name);
      default:
        return this.one(VALUES);
    }
  }

  #text(format: string | undefined, name: string): string {
    if (format === 'uuid') return this.one(this.maybe(0.85) ? this.#texts('id') : TEXTS.id);
    if (format === 'date-time') return this.one(this.maybe(0.7) ? TEXTS.time.slice(0, 6) : TEXTS.time);
    const known = this.#texts(name);
    return this.one(known.length > 0 && this.maybe(0.7) ? known : TEXTS.any);
  }

  #times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: Math.floor(this.#roll() * (most + 1)) }, make);
  }

  #object({ properties, required = [], additionalProperties: more }: Schema, name: string): string {
    const names = Object.keys(properties ?? {});
    const chance = Math.max(0.15, Math.min(0.6, 2 / names.length));
    const given = names.filter((each) => this.maybe(required.includes(each) ? 0.97 : chance));
    const entries = given.map((each) => [each, properties![each]!] as const);
    if (typeof more === 'object') entries.push(...this.#times(2, () => [this.one(['a', 'b', 'c']), more] as const));
    if (names.length > 0 ? this.maybe(0.03) : properties === undefined && more === undefined)
      entries.push(['nope', {}]);
    const texts = entries.map(
      ([key, schema]) => `"${key}": ${this.value(schema, typeof more === 'object' ? name : key)}`,
    );
    return `{${texts.join(', ')}}`;
  }
}
