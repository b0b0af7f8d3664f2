import { CountByState, Field, type FieldOptions, type PrefectBaseModel, State, StateCreate } from '../../index.js';
import { fieldsOf, isNested } from '../../inner.js';
import * as v3 from '../../v3/index.js';
import { type RouteModel } from '../route.js';

/** The classes of Prefect 3's wire by those of Prefect 2's; others are made when they are first asked for. */
const known = new WeakMap<object, RouteModel>([
  [State, v3.State],
  [StateCreate, v3.StateCreate],
  [CountByState, v3.CountByState],
]);

/**
 * The same model on Prefect 3's wire, and so what its fields nest. A class that adds fields extends it.
 *
 * @example
 * ```ts
 * class LogCreate extends onPrefect3(prefect2.LogCreate) {}
 * ```
 */
export function onPrefect3<Model extends RouteModel>(model: Model): Model {
  if ((model as unknown as typeof PrefectBaseModel).wire === v3.prefect3) return model;
  let twin = known.get(model);
  if (twin === undefined) known.set(model, (twin = createTwin(model)));
  return twin as Model;
}

type Nestable = (new (fields: never) => PrefectBaseModel) &
  Pick<typeof PrefectBaseModel, keyof typeof PrefectBaseModel>;

function createTwin(model: RouteModel): RouteModel {
  abstract class Twin extends (model as unknown as typeof PrefectBaseModel) {
    static override readonly wire = v3.prefect3;
  }
  Object.defineProperty(Twin, 'name', { value: model.name });
  for (const { property, kind, options } of fieldsOf(model.prototype as object)) {
    if (isNested(kind)) nestTwin(Twin.prototype, property, kind.model(), options);
  }
  return Twin;
}

/** Declares a field again, so that it nests a class of Prefect 3's wire. */
function nestTwin(prototype: object, property: string, nested: object, options: FieldOptions<unknown>): void {
  const twin = onPrefect3(nested as RouteModel) as unknown as Nestable;
  const { default: made } = options;
  const ofTwin = typeof made === 'function' ? { default: () => twin.parse((made as () => unknown)()) } : {};
  const field = Field.nested(() => twin, { ...options, ...ofTwin } as FieldOptions<PrefectBaseModel>);
  (field as (prototype: object, property: string) => void)(prototype, property);
}
