import { DefinitionError, type Issue, type PrefectBaseModel, ValidationError } from '../../src/index.js';

interface Parsing {
  readonly name: string;
  parse(value: unknown): PrefectBaseModel;
}

/** What a class says against a value. */
export function issuesOf(model: Parsing, value: unknown): readonly Issue[] {
  try {
    model.parse(value);
  } catch (error) {
    if (error instanceof ValidationError) return error.issues;
    throw error;
  }
  throw new Error(`${model.name} took the value`);
}

/** States that a class refuses a value for exactly these reasons. */
export function expectIssues(model: Parsing, value: unknown, expected: readonly Partial<Issue>[]): void {
  const issues = issuesOf(model, value);
  expect(issues).toHaveLength(expected.length);
  expected.forEach((issue, i) => {
    expect(issues[i]).toMatchObject(issue);
  });
}

/** What is wrong with the decorators of a class, as a use of it says. */
export function faultsOf(use: () => unknown): readonly string[] {
  const error = thrownBy(use);
  expect(error).toBeInstanceOf(DefinitionError);
  return (error as DefinitionError).faults;
}

/** What a function throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
