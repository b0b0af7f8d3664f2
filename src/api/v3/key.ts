import { type CodedFault } from '../../index.js';

/** A rule of keys. @source prefect 3.8.8, types/names.py, `raise_on_name_alphanumeric_dashes_only` */
export function keyCharacters(what: string): (key: string) => CodedFault | null {
  return (key) => {
    if (/^[a-z0-9-]*$/.test(key)) return null;
    return { code: 'rule', msg: `${what} must only contain lowercase letters, numbers, and dashes.` };
  };
}
