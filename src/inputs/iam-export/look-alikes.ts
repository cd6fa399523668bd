import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';
import { exportCommand } from '../commands';
import { isExport } from './read';

/** The kind of an object that has parts of an export, and the input to give instead. */
export function partOfExport(root: ValueObject): string | undefined {
  if (isExport(root)) return undefined;
  if (attribute(root, 'Policies') !== undefined)
    return `is a list of policies without the roles that have them; ${exportCommand}, completely`;
  const nested = Object.keys(root).find((name) => holdsExport(attribute(root, name), 0));
  return nested === undefined
    ? undefined
    : `holds an export of IAM inside ${JSON.stringify(nested)}; give the export alone, as the AWS CLI prints it`;
}

/** The same for a list, by its first item. */
export function listFromExport(first: ValueObject): string | undefined {
  if (isExport(first))
    return 'is a list of the pages of an export; give it in one, as the AWS CLI prints it without --no-paginate';
  return ['RoleName', 'UserName', 'GroupName', 'PolicyVersionList'].some((name) => attribute(first, name) !== undefined)
    ? `is a list that was cut out of an export, as by --query; ${exportCommand}, completely`
    : undefined;
}

const deepest = 3;

function holdsExport(value: Value | undefined, depth: number): boolean {
  if (depth >= deepest) return false;
  if (isList(value)) return value.slice(0, 10).some((item) => holdsExport(item, depth + 1));
  if (!isObject(value)) return false;
  return isExport(value) || Object.keys(value).some((name) => holdsExport(attribute(value, name), depth + 1));
}
