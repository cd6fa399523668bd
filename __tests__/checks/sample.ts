import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkModel, readContract, type Check, type CheckOptions, type Contract } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { planWithoutSections, stackWithoutSections } from './without-sections';

/** The sample: a synthesised stack, and the plan that Terraform made of it. */
const folder = join(__dirname, '..', 'fixtures', 'sample');
export const policies = join(__dirname, '..', '..', 'policies');
/** The same contracts with every ARN written out, as those of 0.1.0 were: tests take their lines apart. */
const writtenOut = join(__dirname, '..', 'fixtures', 'contracts-0.1.0');

/** JSON that tests take apart and put together wrongly. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point of a mutation is to reach anywhere
export type Loose = any;

export function wholeStack(): Loose {
  return JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8'));
}

function wholePlan(): Loose {
  return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
}

/** The contracts of the project. */
export const wholeContracts: readonly Contract[] = readdirSync(policies)
  .sort()
  .map((name) => readContract(readFileSync(join(policies, name), 'utf8'), `policies/${name}`));

/** The sample without its optional sections: tests of the other rules work on it. */
export function sampleStack(): Loose {
  return stackWithoutSections(wholeStack());
}

/** The same as a plan. */
export function samplePlan(): Loose {
  return planWithoutSections(wholePlan());
}

export function contractJson(name: 'execution-role' | 'schedule-role'): Loose {
  return JSON.parse(readFileSync(join(writtenOut, `${name}.json`), 'utf8'));
}

export const sampleContracts: readonly Contract[] = (['execution-role', 'schedule-role'] as const).map((name) =>
  readContract(JSON.stringify(contractJson(name)), `policies/${name}.json`),
);

export function contractsWith(edit: (contract: Loose) => void): Contract[] {
  const contract = contractJson('execution-role');
  edit(contract);
  return [readContract(JSON.stringify(contract), 'policies/execution-role.json'), ...sampleContracts.slice(1)];
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export function judge(
  input: Loose,
  contracts: readonly Contract[] = sampleContracts,
  options: Partial<CheckOptions> = {},
): Check {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const all: CheckOptions = { today: '2026-11-23', coverAll: 'always', digest, ...options };
  return checkModel(readModel(text, 'input.json'), contracts, all);
}

/** The rules that spoke, with their verdicts: `grants-inside-contract fail`. */
export function spoken({ findings }: Check): string[] {
  return [
    ...new Set(findings.filter(({ verdict }) => verdict !== 'note').map(({ rule, verdict }) => `${rule} ${verdict}`)),
  ];
}

/** The execution role's policy in a stack, edited. */
export function editPolicy(
  stack: Loose,
  edit: (policy: Loose) => void,
  role: 'execution' | 'schedule' = 'execution',
): void {
  const resource = stack.resource.aws_iam_role_policy[role];
  const policy = JSON.parse(resource.policy);
  edit(policy);
  resource.policy = JSON.stringify(policy);
}

export function editTrust(stack: Loose, edit: (statement: Loose) => void): void {
  const role = stack.resource.aws_iam_role.execution;
  const policy = JSON.parse(role.assume_role_policy);
  edit(policy.Statement[0]);
  role.assume_role_policy = JSON.stringify(policy);
}

/** A text as a stack has it, so that Terraform replaces nothing in it. */
export const literal = (text: string): string => text.replaceAll('${', () => '$${');

/** The machine's definition in a stack, edited: `states` is its States. */
export function editDefinition(stack: Loose, edit: (states: Loose, definition: Loose) => void): void {
  const machine = stack.resource.aws_sfn_state_machine.rotation;
  const definition = JSON.parse(machine.definition);
  edit(definition.States, definition);
  machine.definition = literal(JSON.stringify(definition));
}
