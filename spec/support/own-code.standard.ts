/* Models by standard decorators that run code of their own while an instance is made. */
import { Field, PrefectBaseModel } from 'prefect-states';

/** What has run, in order. */
export const log: string[] = [];

/** Properties, private ones too, and a constructor of its own; the first property stands before all fields. */
export class Busy extends PrefectBaseModel {
  before = 'first';
  @Field.string() name!: string | undefined;
  between = `named ${String(this.name)}`;
  readonly #marks = ['private'];
  @Field.int({ default: 1 }) size!: number;
  @Field.int({ default: 2 }) width!: number;

  constructor(fields: object | undefined) {
    super(fields);
    log.push(`made ${String(this.name)}`);
  }

  get marks(): readonly string[] {
    return this.#marks;
  }
}

/** Fills a field of its own where it is blank; a subclass declares it again, and others before and behind it. */
export class Filling extends PrefectBaseModel {
  @Field.string({ default: '' }) label!: string | undefined;
  @Field.int({ default: 1 }) size!: number;

  constructor(fields: object | undefined) {
    super(fields);
    this.label ??= 'blank';
  }
}

export class Refilled extends Filling {
  @Field.int({ default: 3 }) depth!: number;
  @Field.string({ default: '-' }) override label: string | undefined = undefined;
  @Field.int({ default: 4 }) height!: number;
  shout = `${String(this.label)}!`;
}

/** Makes another instance of itself, blank or filled, between two fields. */
export class Twice extends PrefectBaseModel {
  static depth = 0;
  @Field.int({ default: 1 }) one!: number;
  @Field.int({ default: 2 }) two!: number;
  inner = Twice.another();
  @Field.int({ default: 3 }) three!: number;
  @Field.int({ default: 4 }) four!: number;

  static another(): Twice | null {
    if (Twice.depth > 0) return null;
    Twice.depth += 1;
    try {
      return Twice.parse({ one: 10, two: 20, three: 30, four: 40 });
    } finally {
      Twice.depth -= 1;
    }
  }
}

/** Sets a field that stands further down. */
export class Hasty extends PrefectBaseModel {
  @Field.int({ default: 1 }) one!: number;
  early = setTwo(this);
  @Field.int({ default: 2 }) two!: number;
}

function setTwo(model: { two: number }): number {
  return (model.two = 5);
}

/** Fails between two fields as often as it is told to. */
export class Failing extends PrefectBaseModel {
  static failures = 0;
  @Field.int({ default: 1 }) one!: number;
  fault = Failing.fail();
  @Field.int({ default: 2 }) two!: number;

  static fail(): null {
    if (Failing.failures === 0) return null;
    Failing.failures -= 1;
    throw new Error('failed');
  }
}

/** Hides what every instance has. */
export class Hiding extends PrefectBaseModel {
  // @ts-expect-error it is a method
  @Field.string({ default: '' }) override repr!: string;
}
