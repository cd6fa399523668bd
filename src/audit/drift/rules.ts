import { memberOf } from '../../json';
import { textOf } from '../../model';
import type { Compare, Thing } from './difference';
import { inBlock, itemsOf, known, policyDifference, valueDifferences } from './values';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const ruleDifferences: Compare = ({ values }, { replies }) => {
  const name = known(textOf(values, 'name'));
  const thing: Thing = { noun: 'rule', name };
  const reply = replies.of('rule', name);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const wanted = textOf(values, 'state') ?? 'ENABLED';
  const isSame = memberOf(reply.value, 'State') === wanted;
  return [
    ...(isSame ? [] : [{ kind: wanted === 'ENABLED' ? 'disabled' : 'enabled', thing } as const]),
    ...policyDifference(thing, 'the pattern', textOf(values, 'event_pattern'), memberOf(reply.value, 'EventPattern')),
  ];
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export const targetDifferences: Compare = ({ values }, { replies }) => {
  const name = known(textOf(values, 'rule'));
  const thing: Thing = { noun: 'target of the rule', name };
  const reply = replies.of('targets', name);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing }];
  if (reply.kind !== 'answered') return 'not-known';
  const id = textOf(values, 'target_id');
  const found = itemsOf(reply.value, 'Targets').find((one) => memberOf(one, 'Id') === id);
  if (found === undefined) return [{ kind: 'missing', thing }];
  return valueDifferences(thing, [
    ['the resource', textOf(values, 'arn'), memberOf(found, 'Arn')],
    ['the role', textOf(values, 'role_arn') ?? 'none', memberOf(found, 'RoleArn') ?? 'none'],
    [
      'the dead-letter queue',
      inBlock(values, 'dead_letter_config', 'arn') ?? 'none',
      memberOf(memberOf(found, 'DeadLetterConfig'), 'Arn') ?? 'none',
    ],
    [
      'the template of the input',
      inBlock(values, 'input_transformer', 'input_template') ?? 'none',
      memberOf(memberOf(found, 'InputTransformer'), 'InputTemplate') ?? 'none',
    ],
  ]);
};
