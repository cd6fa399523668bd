import { overlaps } from '../../iam';

/**
 * Whether both patterns match one ARN. The stars of the second are whole unknown fields, or an unknown end. If those of the first are whole fields too,
 * each field is compared with its counterpart; but a star of the first can also match several fields.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function overlapsArn(pattern: string, target: string): boolean {
  const [one, other] = [fieldsOf(pattern), fieldsOf(target)];
  if (one === undefined || other === undefined) return overlaps(pattern, target);
  const apart = one.findIndex((field, index) => !overlaps(field, other[index] ?? ''));
  if (apart < 0) return true;
  const hasStarBefore = one.slice(0, apart).includes('*');
  // Most pairs already differ as texts, and an account can have millions of pairs.
  return hasStarBefore && overlaps(pattern, target) && overlapsAcross(pattern, target);
}

/** The six fields of an ARN; undefined if a wildcard before the last one is not a whole field. */
function fieldsOf(arn: string): readonly string[] | undefined {
  const [, ...fields] = /^(arn):([\w-]+|\*):([\w-]+):([a-z0-9-]*|\*):(\d{12}|aws|\*?):(.+)$/s.exec(arn) ?? [];
  return fields.length === 0 ? undefined : fields;
}

/**
 * Whether both patterns match one text, of which a star of the first can match several fields, and a wildcard of the second no colon. Every pair of
 * places that a common text can reach is marked, from the start of both to their ends.
 */
export function overlapsAcross(pattern: string, target: string): boolean {
  const width = target.length + 1;
  const reached = new Uint8Array((pattern.length + 1) * width);
  reached[0] = 1;
  for (let at = 0; at < reached.length; at++) {
    if (reached[at] !== 1) continue;
    const [one, other] = [pattern.charAt(Math.floor(at / width)), target.charAt(at % width)];
    const isEnd = one === '' || other === '';
    if (one === '*' || (other === '*' && !isEnd && one !== ':')) reached[at + width] = 1;
    if (other === '*' || (one === '*' && !isEnd)) reached[at + 1] = 1;
    if (!isEnd && takesSame(one, other)) reached[at + width + 1] = 1;
  }
  return reached[reached.length - 1] === 1;
}

/** Whether two symbols that are not stars match one character. */
function takesSame(one: string, other: string): boolean {
  if (one === '*' || other === '*') return false;
  return one === other || one === '?' || (other === '?' && one !== ':');
}
