import { memberOf, type Json } from '../../json';
import { textOf, type Resource } from '../../model';
import { machineArnsOf } from '../../operations/place';
import type { Compare, Compared, Difference, Thing } from './difference';
import { inBlock, itemsOf, known, madeIn, policyDifference, valueDifferences } from './values';

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

/**
 * Rules of the default bus that start a machine, and that the settings do not make.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html
 */
export function extraRules(resources: readonly Resource[], { place, replies }: Compared): Difference[] {
  const made = madeIn(resources, 'aws_cloudwatch_event_rule');
  const names = machineArnsOf(place).flatMap((arn) => {
    const reply = replies.of('rules-of-machine', arn);
    return reply.kind === 'answered' ? itemsOf(reply.value, 'RuleNames') : [];
  });
  return [...new Set(names)].flatMap((name): Difference[] =>
    typeof name === 'string' && !made.has(name) ? [{ kind: 'extra', thing: { noun: 'rule', name } }] : [],
  );
}

/** Targets of the rules that the settings do not make. A list from a file does not name its rule, so a target of any of the rules is known. */
export function extraTargets(resources: readonly Resource[], { replies }: Compared): Difference[] {
  const made = madeIn(resources, 'aws_cloudwatch_event_target', 'target_id');
  const lists = new Map<Json, string>();
  for (const rule of madeIn(resources, 'aws_cloudwatch_event_target', 'rule')) {
    const reply = replies.of('targets', rule);
    if (reply.kind === 'answered' && !lists.has(reply.value)) lists.set(reply.value, rule);
  }
  return [...lists].flatMap(([list, rule]) =>
    itemsOf(list, 'Targets').flatMap((target): Difference[] => {
      const id = memberOf(target, 'Id');
      if (typeof id !== 'string' || made.has(id)) return [];
      return [{ kind: 'extra', thing: { noun: 'target of the rule', name: `${rule}/${id}` } }];
    }),
  );
}
