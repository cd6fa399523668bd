// Inputs of at most 100 kB that stand for far more than they show. `keyturn check` answers each within 5 seconds and 512 MB.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const sample = withoutSections(readFileSync(join(__dirname, '..', '__tests__/fixtures/sample/stack.json'), 'utf8'));
const allow = (Action, Resource) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const everything = JSON.stringify(allow('iam:*', '*'));
const mostCharacters = 100_000;
const numbered = (count, name) => Array.from({ length: count }, (_, index) => name(index));

/** The stack without the key, the alerts, the events and the notes of CDKTF: that leaves room for what is added. */
function withoutSections(text) {
  const stack = JSON.parse(text, (name, value) => (name === '//' ? undefined : value));
  for (const [type, named] of Object.entries(stack.resource)) {
    if (/^aws_(?:cloudwatch|kms|sns|sqs)_/.test(type)) delete stack.resource[type];
    for (const role of ['alerts', 'events']) delete named[role];
  }
  delete stack.resource.aws_sfn_state_machine.rotation.encryption_configuration;
  return JSON.stringify(stack);
}

/** The sample with more in it. */
function stack(add) {
  const whole = JSON.parse(sample);
  add(whole);
  return JSON.stringify(whole);
}

/** The sample with a machine that only succeeds, and with more in it: room for what has no part in the machine. */
const smallStack = (add) =>
  stack((whole) => {
    whole.resource.aws_sfn_state_machine.rotation.definition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    add(whole);
  });

/** Resources of these types, 9,000 instances of each of three blocks a type. */
const manyOf = (bodies) =>
  stack(({ resource }) => {
    for (const [type, body] of Object.entries(bodies))
      for (const name of ['x', 'y', 'z']) resource[type] = { ...resource[type], [name]: { count: 9000, ...body } };
  });

/** A value that names the next one twice, which names the next one twice. */
const doubling = (depth, value, last) =>
  Object.fromEntries([...numbered(depth, (index) => [`v${index}`, value(`v${index + 1}`)]), [`v${depth}`, last]]);

const withDescription = (locals, description) =>
  stack((whole) => {
    whole.locals = locals;
    whole.resource.aws_iam_role.execution.description = description;
  });

/** The longest of the texts that hold 1, 2, … of something and that stay within the bound. */
function asManyAsFit(text) {
  let [fits, tooMany] = [1, mostCharacters];
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    if (text(count).length > mostCharacters) tooMany = count;
    else fits = count;
  }
  return text(fits);
}

/** The sample's machine with as many of these states as fit between creating the key and storing it; the last leads back to the first. */
const looping = (state) =>
  asManyAsFit((count) =>
    stack(({ resource }) => {
      const machine = resource.aws_sfn_state_machine.rotation;
      const definition = JSON.parse(machine.definition);
      definition.States.SettleAfterCreating.Next = 'P0';
      numbered(count, (at) => (definition.States[`P${at}`] = state(at, `P${(at + 1) % count}`, count)));
      definition.States[`P${count - 1}`].Default = 'LookForOthers';
      machine.definition = JSON.stringify(definition).replaceAll('${', '$${');
    }),
  );

const trusting = (AWS) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }],
  });
const openPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }],
});
const index = '${count.index}';

/** The file's name decides how it is read: a bare policy, or a stack in a folder. */
const hostileInputs = {
  'a policy of millions of pairs': {
    file: 'policy.json',
    text: JSON.stringify(
      allow(
        numbered(5000, (one) => `a:${one.toString(36)}`),
        numbered(6500, (one) => `r${one.toString(36)}`),
      ),
    ),
  },
  ...Object.fromEntries(
    Object.entries({
      'hundreds of thousands of policies': stack(({ resource }) => {
        for (const name of numbered(40, (one) => `x${one}`))
          resource.aws_iam_role_policy[name] = { count: 10_000, name: `n${index}`, role: 'other', policy: '{}' };
      }),
      'thousands of policies on the role': manyOf({
        aws_iam_role_policy: { name: `n${index}`, role: '${aws_iam_role.execution.id}', policy: everything },
      }),
      'thousands of policies of many pairs': stack(({ resource }) => {
        const pairs = JSON.stringify(
          allow(
            numbered(300, (one) => `a:${one}`),
            numbered(300, (one) => `r${one}`),
          ),
        );
        resource.aws_iam_role_policy.x = {
          count: 9000,
          name: `n${index}`,
          role: 'keyturn-staging-execution',
          policy: pairs,
        };
      }),
      'a map of thousands in every block': smallStack((whole) => {
        whole.locals = { map: Object.fromEntries(numbered(2000, (one) => [`k${one}`, one])) };
        for (const name of numbered(60, (one) => `x${one}`))
          whole.resource.aws_iam_role_policy[name] = {
            for_each: '${local.map}',
            name: 'n',
            role: 'r${each.key}',
            policy: everything,
          };
      }),
      'thousands of users with rights': manyOf({
        aws_iam_user: { name: `u${index}` },
        aws_iam_user_policy: { name: 'p', user: `u${index}`, policy: everything },
      }),
      'thousands of groups with members': manyOf({
        aws_iam_user_group_membership: { user: `u${index}`, groups: [`g${index}`] },
        aws_iam_group_policy: { name: 'p', group: `g${index}`, policy: everything },
      }),
      'thousands of roles that trust one another': manyOf({
        aws_iam_role: { name: `r${index}`, assume_role_policy: trusting(`arn:aws:iam::111122223333:role/r${index}`) },
        aws_iam_role_policy: { name: 'p', role: `r${index}`, policy: everything },
      }),
      'thousands of attachments of a policy': manyOf({
        aws_iam_policy: { name: `p${index}`, policy: everything },
        aws_iam_role_policy_attachment: { role: `r${index}`, policy_arn: '${aws_iam_policy.x[0].arn}' },
      }),
      'thousands of queues that are open': manyOf({ aws_sqs_queue: { name: `q${index}`, policy: openPolicy } }),
      'thousands of functions that use the role': manyOf({
        aws_lambda_function: { function_name: `f${index}`, role: '${aws_iam_role.execution.arn}' },
      }),
      'policy documents that double': stack((whole) => {
        whole.resource.aws_iam_role_policy.execution.policy = '${data.aws_iam_policy_document.v0.json}';
        const source = (name) => ({
          source_policy_documents: numbered(2, () => `\${data.aws_iam_policy_document.${name}.json}`),
        });
        whole.data = {
          aws_iam_policy_document: doubling(60, source, { statement: [{ actions: ['a:b'], resources: ['*'] }] }),
        };
      }),
      'texts that double': withDescription(
        doubling(60, (name) => `\${local.${name}}\${local.${name}}`, 'x'.repeat(1000)),
        '${local.v0}',
      ),
      'lists that double': withDescription(
        doubling(60, (name) => `\${concat(local.${name}, local.${name})}`, ['x']),
        '${join(",", local.v0)}',
      ),
      'objects that double': withDescription(
        doubling(60, (name) => ({ one: `\${local.${name}}`, other: `\${local.${name}}` }), 'x'),
        '${jsonencode(local.v0)}',
      ),
      'texts that double and are not known': stack((whole) => {
        whole.locals = doubling(60, (name) => `\${local.${name}}\${local.${name}}`, '${aws_sns_topic.x.id}');
        whole.resource.aws_iam_role_policy.x = { name: 'x', role: '${local.v0}', policy: everything };
      }),
      'roles in a text without end': asManyAsFit((count) =>
        stack(({ resource }) => (resource.aws_sns_topic = { x: { name: 'role/'.repeat(count) } })),
      ),
      'a chain of locals': smallStack((whole) => {
        whole.locals = Object.fromEntries(numbered(1000, (one) => [`v${one}`, `\${local.v${one + 1}}`]));
        whole.resource.aws_iam_role_policy.x = { name: 'x', role: '${local.v0}', policy: everything };
      }),
      'lists in lists, in one another': smallStack((whole) => {
        const deep = (one) => numbered(400, () => undefined).reduce((inner) => [inner], `\${local.v${one + 1}}`);
        whole.locals = Object.fromEntries(numbered(20, (one) => [`v${one}`, deep(one)]));
        whole.resource.aws_iam_role_policy.x = { name: 'x', role: '${local.v0}', policy: everything };
      }),
      'a filter in a filter without end': asManyAsFit((count) =>
        stack(({ resource }) => {
          const machine = resource.aws_sfn_state_machine.rotation;
          const path = `$[?(${'!'.repeat(count)}@.a)]`;
          machine.definition = machine.definition.replace('"$.createAccessKey"', () => JSON.stringify(path));
        }),
      ),
      'a machine that copies its data into themselves': looping((at, Next) => ({
        Type: 'Pass',
        Parameters: { 'a.$': '$', 'b.$': '$' },
        ResultPath: '$.x',
        Next,
      })),
      'a machine that writes to many places in a loop': looping((at, Next) => ({
        Type: 'Pass',
        Parameters: { 'a.$': 'States.MathAdd($.pauses.others.seconds, 1)' },
        ResultPath: `$.x${at}`,
        Next,
      })),
      'a machine that asks in any order': looping((at, Next, count) => ({
        Type: 'Choice',
        Choices: [7, 13].map((by) => ({
          Variable: `$.m${(at * by) % count}`,
          IsPresent: true,
          Next: `P${(at * by) % count}`,
        })),
        Default: Next,
      })),
      'quotes without end': asManyAsFit((count) =>
        withDescription({ quotes: `\${"${'\\"'.repeat(count)}"}` }, '${local.quotes}'),
      ),
      'expressions without end': asManyAsFit((count) => withDescription({}, '${'.repeat(count))),
    }).map(([name, text]) => [name, { file: 'cdk.tf.json', text }]),
  ),
};

module.exports = { hostileInputs, mostSeconds: 5, mostMebibytes: 512 };
