import type * as z from 'zod';
import type { SettingPath } from '../path';

/** The names of the settings that a schema allows at a path; empty if the value there has no settings. */
export function settingNamesAt(schema: z.core.$ZodType, path: SettingPath): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod; // the union of all types of zod
  switch (def.type) {
    case 'object':
      return inside(def, path);
    case 'array':
      return path.length === 0 ? [] : settingNamesAt(def.element, path.slice(1));
    case 'union':
      return def.options.flatMap((option) => settingNamesAt(option, path));
    case 'optional':
    case 'default':
    case 'prefault':
      return settingNamesAt(def.innerType, path);
    default:
      return [];
  }
}

function inside({ shape }: z.core.$ZodObjectDef, [key, ...rest]: SettingPath): readonly string[] {
  // Names that begin with $ are for editors.
  if (key === undefined) return Object.keys(shape).filter((name) => !name.startsWith('$'));
  const member = shape[String(key)];
  return member === undefined ? [] : settingNamesAt(member, rest);
}
