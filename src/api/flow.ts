import { ActionBaseModel, Field, type CodedFault, types, OrmBaseModel } from '../index.js';

const BANNED = ['/', '%', '&', '>', '<'];

/** @source prefect 2.20.25, _internal/schemas/validators.py, `raise_on_name_with_banned_characters` */
function bannedCharacters(name: string): CodedFault | null {
  if (!BANNED.some((character) => name.includes(character))) return null;
  const banned = BANNED.map((character) => `'${character}'`).join(', ');
  const msg = `Name '${name}' contains an invalid character. Must not contain any of: [${banned}].`;
  return { code: 'rule', rule: 'invalidname', msg };
}

/** What a client sends to make a flow. @source prefect 2.20.25, server/schemas/actions.py, `FlowCreate` */
export class FlowCreate extends ActionBaseModel {
  @Field.string({
    check: bannedCharacters,
    schema: { type: 'string', pattern: `^[^${BANNED.join('')}]*$` },
    description: 'The name of the flow',
    examples: ['my-flow'],
  })
  declare name: string;

  @Field.list(types.string(), { default: () => [], description: 'A list of flow tags', examples: [['tag-1', 'tag-2']] })
  declare tags: string[];
}

/** A flow, as the server answers it. @source prefect 2.20.25, server/schemas/core.py, `Flow` */
export class Flow extends OrmBaseModel {
  @Field.string({ description: 'The name of the flow', examples: ['my-flow'] })
  declare name: string;

  @Field.list(types.string(), { default: () => [], description: 'A list of flow tags', examples: [['tag-1', 'tag-2']] })
  declare tags: string[];
}
