import { placeOf, type Context, type JudgedRole } from '../context';
import { readersOf, type FoundReader, type OpenReader } from '../readers/found-readers';
import { lineNaming } from '../readers/reader';
import type { Found, Rule } from '../rule';

export const whoCanReadTheKeys: Rule = {
  id: 'who-can-read-the-keys',
  severity: 'high',
  claim:
    'Who else in the input can read the keys that are rotated is said, and where the contract names readers, nobody else can.',
  rationale:
    'An access key is in the history of the execution that made it and in its secret. Whoever can read the history, read the secret, try a ' +
    'state as the role or repeat a failed run can read the key, and can do everything that its user can. Some managed policies of AWS give it ' +
    'to all who have them, ReadOnlyAccess for the history among them. https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html',
  remedy:
    'Take the action away, or let its Resource name other executions and secrets; or write who is meant to read under "readers" in the contract.',
  needs: 'identities',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_user_policy_attachment: {
          more: { user: 'auditor', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        },
      },
    },
  },
  judge(context) {
    const rotations = context.judged.flatMap((role) => {
      const readers = readersOf(context.model, role);
      return readers === undefined ? [] : [{ role, readers }];
    });
    if (rotations.length === 0) return undefined;
    return rotations.flatMap(({ role, readers }) => [
      ...readers.found.map((one) => judgeReader(context, role, one)),
      ...judgeOpen(context, role, readers.open),
    ]);
  },
};

/** A contract that names readers, be it nobody, refuses all others. */
function isClosed({ strict }: Context, { contract }: JudgedRole): boolean {
  return strict || contract.readers !== undefined;
}

/** What somebody has to answer before the line accepts anything. */
const toDo = 'TODO: why they may read the keys';

function judgeReader(context: Context, role: JudgedRole, found: FoundReader): Found {
  const { model } = context;
  const { reader, who, targets, isAll, resource, attribute } = found;
  const reads = [...new Set(targets.map((one) => `${one.action} on ${one.resource}`))];
  const more = reads.length > shown ? `, and ${reads.length - shown} more` : '';
  const naming = lineNaming(model, reader, role);
  const line = {
    ...naming,
    actions: [...new Set(targets.map(({ action }) => action))],
    resources: isAll ? ['*'] : [...new Set(targets.map((one) => one.resource))],
    reason: toDo,
  };
  const isSensitive = resource.sensitive.has(attribute);
  return {
    verdict: isClosed(context, role) ? 'fail' : 'note',
    place: { ...placeOf(context, resource, attribute), ...contractPlace(role) },
    message: isSensitive
      ? `${who} can read the keys that role "${role.roleName}" rotates`
      : `${who} can read the keys that role "${role.roleName}" rotates: ${reads.slice(0, shown).join(', ')}${more}`,
    ...(isSensitive || reads[0] === undefined ? {} : { request: reads[0] }),
    ...(role.contract.readers === undefined
      ? {}
      : { why: 'the contract names its readers, and they are not among them' }),
    remedy: `${whoCanReadTheKeys.remedy}${naming === undefined || isSensitive ? '' : ` The line: ${JSON.stringify(line)}`}`,
  };
}

function contractPlace({ contract }: JudgedRole): Partial<Found['place']> {
  return contract.readers === undefined ? {} : { contract: contract.name, contractPointer: '/readers' };
}

/** More than these are counted. */
const shown = 3;

/** One finding for all of whom it is not known, which is at no one place: an account has many policies that nobody here knows. */
function judgeOpen(context: Context, role: JudgedRole, open: readonly OpenReader[]): Found[] {
  if (open.length === 0) return [];
  const who = [...new Set(open.map((one) => one.who))];
  const problems = [...new Set(open.map(({ problem }) => problem))];
  const list = (all: readonly string[]): string =>
    `${all.slice(0, shown).join(', ')}${all.length > shown ? ` and ${all.length - shown} more` : ''}`;
  return [
    {
      verdict: isClosed(context, role) ? 'undecided' : 'note',
      place: { input: context.model.file, ...contractPlace(role) },
      message: `whether ${list(who)} can read the keys that role "${role.roleName}" rotates is not known: ${list(problems)}`,
      remedy:
        'Judge an input that shows their policies, or write them under "readers" in the contract, with all that they may read.',
    },
  ];
}
