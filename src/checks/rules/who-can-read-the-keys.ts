import { listed } from '../../text/listed';
import { placeOf, type Context, type JudgedRole } from '../context';
import { readersOf, type FoundReader, type OpenReader } from '../readers/found-readers';
import { lineNaming } from '../readers/reader';
import type { Found, Rule } from '../rule';

export const whoCanReadTheKeys: Rule = {
  id: 'who-can-read-the-keys',
  severity: 'high',
  claim:
    'Others in the input that can read the rotated keys are reported; if the contract names readers, nobody else can.',
  rationale:
    'An access key is in its secret and in the history of the execution that created it. Somebody who can read the history or the secret, test a ' +
    'state as the role or redrive a failed run can read the key, and can do everything that its user can. Some AWS managed policies give ' +
    'that right; ReadOnlyAccess, for example, reads the history. https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html',
  remedy:
    'Remove the action, or limit its Resource to other executions and secrets; or list intended readers under "readers" in the contract.',
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

/** A contract with a list of readers, even an empty one, refuses all others. */
function isClosed({ strict }: Context, { contract }: JudgedRole): boolean {
  return strict || contract.readers !== undefined;
}

/** The question to answer before the line is valid. */
const toDo = 'TODO: why they need to read the keys';

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
      : { why: 'the contract lists its readers, and this is not one of them' }),
    remedy: `${whoCanReadTheKeys.remedy}${naming === undefined || isSensitive ? '' : ` The line: ${JSON.stringify(line)}`}`,
  };
}

function contractPlace({ contract }: JudgedRole): Partial<Found['place']> {
  return contract.readers === undefined ? {} : { contract: contract.name, contractPointer: '/readers' };
}

/** More than these are counted. */
const shown = 3;

/** One finding without a place for all undecided identities: an account has many unknown policies. */
function judgeOpen(context: Context, role: JudgedRole, open: readonly OpenReader[]): Found[] {
  if (open.length === 0) return [];
  const who = [...new Set(open.map((one) => one.who))];
  const problems = [...new Set(open.map(({ problem }) => problem))];
  return [
    {
      verdict: isClosed(context, role) ? 'undecided' : 'note',
      place: { input: context.model.file, ...contractPlace(role) },
      message: `Keyturn cannot decide whether ${listed(who, shown)} can read the keys that role "${role.roleName}" rotates: ${listed(problems, shown)}`,
      remedy:
        'Judge an input that shows their policies, or list them under "readers" in the contract, with everything that they can read.',
    },
  ];
}
