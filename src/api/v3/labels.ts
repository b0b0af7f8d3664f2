import { Field, type FieldDecorator, type FieldOptions, type Kind, types } from '../../index.js';
import { INVALID } from '../../inner.js';

/** The value of a label. */
export type LabelValue = string | number | boolean;

/** Labels: names with values, by which things are found. */
export type Labels = Record<string, LabelValue>;

/** What a value may be, under its name in Python, and the fault of what is none. */
const MEMBERS = [
  ['bool', 'bool'],
  ['int', 'int'],
  ['float', 'float'],
  ['str', 'string'],
] as const;

function isLabelValue(value: unknown): value is LabelValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** A value as it is: a text that looks like a number stays a text. */
const labelValue: Kind<LabelValue> = {
  ...(types.json as Kind<LabelValue>),
  name: 'label',
  takesNull: false,
  is: isLabelValue,
  accept: (value) => (isLabelValue(value) ? value : INVALID),
  interpret(value, faults) {
    if (isLabelValue(value)) return value;
    for (const [member, code] of MEMBERS) faults.at(member, () => faults.add({ code, given: value }));
    return INVALID;
  },
  schema: () => ({ anyOf: ['boolean', 'integer', 'number', 'string'].map((type) => ({ type })) }),
};

/** The kind of labels. @source prefect 3.8.8, types/__init__.py, `KeyValueLabels` */
export const labels = types.record(labelValue);

/** A field of labels; null is none. */
export function LabelsField(
  description: string,
  place: Pick<FieldOptions<Labels>, 'after'> = {},
): FieldDecorator<Labels | null> {
  const examples = [{ team: 'data', priority: 1 }];
  return Field.of(labels, { ...place, default: () => ({}), nullable: true, description, examples });
}
