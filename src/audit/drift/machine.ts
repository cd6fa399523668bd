import { memberOf, type Json } from '../../json';
import { textOf } from '../../model';
import { definitionDifferences } from './definition';
import { notShown, type Compare, type Difference, type NotShown, type Thing } from './difference';
import { inBlock, known, valueDifferences } from './values';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const machineDifferences: Compare = ({ values }, { place, replies }) => {
  const name = known(textOf(values, 'name'));
  const thing: Thing = { noun: 'state machine', name };
  const reply = replies.of(
    'machine',
    place.machineArn.replace(/[^:]*$/, () => name),
  );
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const { value } = reply;
  const [wanted, found] = [textOf(values, 'definition'), memberOf(value, 'definition')];
  const member = (outer: string, inner: string) => memberOf(memberOf(value, outer), inner);
  const owned = 'AWS_OWNED_KEY';
  return [
    ...definitionsCompared(thing, wanted, found),
    ...valueDifferences(thing, [
      ['the role', textOf(values, 'role_arn'), memberOf(value, 'roleArn')],
      ['the type', textOf(values, 'type'), memberOf(value, 'type') ?? 'STANDARD'],
      [
        'the log level',
        inBlock(values, 'logging_configuration', 'level') ?? 'OFF',
        member('loggingConfiguration', 'level') ?? 'OFF',
      ],
      [
        'the tracing',
        inBlock(values, 'tracing_configuration', 'enabled') ?? 'false',
        member('tracingConfiguration', 'enabled') ?? false,
      ],
      [
        'the encryption of the history',
        inBlock(values, 'encryption_configuration', 'type') ?? owned,
        member('encryptionConfiguration', 'type') ?? owned,
      ],
    ]),
  ];
};

/** A description of metadata alone has an empty definition, or none. */
function definitionsCompared(
  thing: Thing,
  wanted: ReturnType<typeof textOf>,
  found: Json | undefined,
): readonly (Difference | NotShown)[] {
  if (typeof wanted !== 'string') return [];
  return typeof found === 'string' && found !== '' ? definitionDifferences(thing, wanted, found) : [notShown];
}
