/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- an example reaches anywhere into untyped JSON */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkModel, readContract, rules, type Check, type Example, type Finding, type Rule } from '../../src/checks';
import { readModel } from '../../src/inputs';
import {
  contractJson,
  digest,
  editDefinition,
  editPolicy,
  editTrust,
  sampleContracts,
  samplePlan,
  sampleStack,
  type Loose,
} from '../checks/sample';
import { update } from '../update';

/** docs/reference/rules.md is made from the rules: each with an example that is run, and what it says of it. */
const page = join(resolve(__dirname, '..', '..'), 'docs', 'reference', 'rules.md');

/** https://www.rfc-editor.org/rfc/rfc7396 */
function merged(target: Loose, patch: Loose): Loose {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merged(result[name], value);
  }
  return result;
}

/** Makes the members of one object those of another. */
function become(object: Loose, other: Loose): void {
  for (const name of Object.keys(object)) Reflect.deleteProperty(object, name);
  Object.assign(object, other);
}

const parts: { readonly [of in Example['of']]: string } = {
  statement: "With this statement more in the policy of the sample's execution role:",
  policy: "With this merged into the policy of the sample's execution role:",
  trust: "With this merged into the statement of the execution role's trust policy:",
  states: "With this merged into the states of the machine's definition:",
  stack: 'With this merged into the synthesised stack:',
  'stack before a plan': 'With `--before-plan`, the sample as the base, and this merged into the synthesised stack:',
  contract: 'With this merged into the contract of the execution role:',
  'contract here': 'With this merged into the contract of the change, while the base branch judges:',
  plan: 'With this merged into the plan:',
  change: 'With this merged into the changes of the plan, by address:',
};

/** The mode of `--before-plan`, with the sample as the base. */
const beforePlan = { beforePlan: true, base: [readModel(JSON.stringify(sampleStack()), 'base/cdk.tf.json')] };

/** The sample with the example's change, judged. */
function run({ of, change, contract: more }: Example): Check {
  const stack = sampleStack();
  const plan = samplePlan();
  const [first, ...others] = sampleContracts;
  let contract = first;
  let changedContracts: string[] | undefined;
  if (of === 'statement') editPolicy(stack, (policy) => policy.Statement.push(change));
  if (of === 'policy') editPolicy(stack, (policy) => become(policy, merged(policy, change)));
  if (of === 'trust') editTrust(stack, (statement) => become(statement, merged(statement, change)));
  if (of === 'states') editDefinition(stack, (states) => become(states, merged(states, change)));
  if (of === 'stack' || of === 'stack before a plan') become(stack, merged(stack, change));
  if (of === 'plan') become(plan, merged(plan, change));
  if (of === 'change')
    for (const entry of plan.resource_changes)
      entry.change = merged(entry.change, (change as Loose)[entry.address] ?? {});
  if (of === 'contract')
    contract = readContract(
      JSON.stringify(merged(contractJson('execution-role'), change)),
      'policies/execution-role.json',
    );
  if (of === 'contract here') changedContracts = ['policies/execution-role.json'];
  const input = of === 'plan' || of === 'change' ? ['plan.json', plan] : ['cdk.tf.json', stack];
  return checkModel(
    readModel(JSON.stringify(input[1]), String(input[0])),
    [
      ...(contract === undefined ? [] : [contract]),
      ...others,
      ...(more === undefined ? [] : [readContract(JSON.stringify(more), 'policies/more.json')]),
    ],
    {
      today: '2026-11-23',
      coverAll: 'ours',
      digest,
      ...(of === 'stack before a plan' ? beforePlan : {}),
      ...(changedContracts === undefined ? {} : { changedContracts }),
    },
  );
}

const said = new Map(rules.map((rule) => [rule, run(rule.example).findings.find((one) => one.rule === rule.id)]));
const saidBy = (rule: Rule): Finding | undefined => said.get(rule);

const fileOf = ({ id }: Rule): string => `src/checks/rules/${id}.ts`;

test('each rule finds its example', () => {
  const blind = rules.filter((rule) => saidBy(rule) === undefined);
  expect(blind.map((rule) => `${fileOf(rule)}: write an example that the rule finds`)).toEqual([]);
});

test('each rule has its words', () => {
  const unfinished = rules.filter(({ claim, rationale, remedy }) =>
    [claim, rationale, remedy].some((text) => text.startsWith('TODO')),
  );
  expect(unfinished.map((rule) => `${fileOf(rule)}: replace each TODO`)).toEqual([]);
});

test('nothing is found in the sample as it is', () => {
  expect(run({ of: 'stack', change: {} }).findings).toEqual([]);
  expect(run({ of: 'stack before a plan', change: {} }).findings).toEqual([]);
  expect(run({ of: 'plan', change: {} }).findings).toEqual([]);
});

const lines = (finding: Finding): string[] => [
  `${finding.verdict}: ${finding.message}`,
  ...(finding.request === undefined ? [] : [`  Allows: ${finding.request}`]),
  ...(finding.why === undefined ? [] : [`  Reason: ${finding.why}`]),
  `  Fix: ${finding.remedy}`,
];

const contractOf = ({ contract }: Example): string[] =>
  contract === undefined ? [] : ['and this contract:', `\`\`\`json\n${JSON.stringify(contract, undefined, 2)}\n\`\`\``];

function section(rule: Rule): string {
  const found = saidBy(rule);
  return [
    `## ${rule.id}`,
    `_${rule.severity}_: ${rule.claim}`,
    rule.rationale,
    `**Fix:** ${rule.remedy}`,
    ...(rule.leavesOut === undefined ? [] : [`**An entry of \`ignored\`** leaves out ${rule.leavesOut}`]),
    parts[rule.example.of],
    `\`\`\`json\n${JSON.stringify(rule.example.change, undefined, 2)}\n\`\`\``,
    ...contractOf(rule.example),
    'it says:',
    `\`\`\`text\n${found === undefined ? '' : lines(found).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

const head = `# The rules of \`keyturn check\`

<!-- Made from src/checks/rules by __tests__/docs/rules.test.ts; UPDATE=1 npx jest __tests__/docs/rules writes it. -->

For people who read a finding. Each rule makes one claim about an input. If Keyturn cannot decide whether the claim is true, the rule is _undecided_. A rule that
crashes is undecided as well, under the id \`rule-crashed\`. A _note_ changes no verdict. \`keyturn check --explain RULE\` prints a rule.

| rule | severity | the claim that holds if it passes |
| --- | --- | --- |
${rules.map(({ id, severity, claim }) => `| [${id}](#${id}) | ${severity} | ${claim} |`).join('\n')}
`;

test('docs/reference/rules.md is what the rules say', () => {
  const now = `${head}\n${rules.map(section).join('\n\n')}\n`;
  const text = readFileSync(page, { encoding: 'utf8', flag: 'a+' });
  update(page, now);
  expect(text).toBe(now);
});
