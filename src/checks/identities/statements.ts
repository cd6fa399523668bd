import { actionMatches, contains, normaliseResource, overlaps, type Statement } from '../../iam';

/** Whether a statement names the action, by a pattern or by leaving it out of its exceptions. */
export function namesAction({ action }: Pick<Statement, 'action'>, name: string): boolean {
  return action.patterns.some((pattern) => actionMatches(pattern, name)) !== action.negated;
}

/** Whether a statement may be on one of the resources that a pattern stands for. */
export function mayBeOn({ resource }: Pick<Statement, 'resource'>, target: string): boolean {
  if (resource === undefined) return true;
  if (!resource.negated) return resource.patterns.some((pattern) => overlapsArn(widened(pattern), target));
  return !resource.patterns.some((pattern) => !pattern.includes('${') && contains(normaliseResource(pattern), target));
}

/** A resource as a pattern of all that it may stand for: a variable may stand for anything. */
export function widened(resource: string): string {
  return normaliseResource(resource.replace(/\$\{[^}]*\}?/g, '*'));
}

/**
 * Whether one ARN is matched by both patterns. The stars of the second stand for whole fields that are not known, or for an end: they do
 * not cross a colon, and where those of the first stand for whole fields too, each field is held against its counterpart.
 */
export function overlapsArn(pattern: string, target: string): boolean {
  const [one, other] = [fieldsOf(pattern), fieldsOf(target)];
  if (one === undefined || other === undefined) return overlaps(pattern, target);
  return one.every((field, index) => overlaps(field, other[index] ?? ''));
}

/** The six fields of an ARN; undefined where a wildcard in them may stand for more than one. */
function fieldsOf(arn: string): readonly string[] | undefined {
  const [, ...fields] = /^(arn):([\w-]+|\*):([\w-]+):([a-z0-9-]*|\*):(\d{12}|aws|\*?):(.+)$/s.exec(arn) ?? [];
  return fields.length === 0 ? undefined : fields;
}
