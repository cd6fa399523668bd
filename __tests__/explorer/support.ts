import {
  initialWorlds,
  defaultInterpretation,
  subjectOf,
  runCase,
  type InitialWorld,
  type ExplorationCase,
  type ReportedViolation,
  type InvariantName,
  type Subject,
} from '../../src/explorer';
import type { ViolationContext } from '../../src/explorer/invariants/limits';
import { worldOf } from '../../src/explorer/model/initial-worlds';
import { buildWorkflow, type WorkflowOptions } from '../../src/workflow';
import type { StateMachineDefinition } from '../../src/asl';
import { rolePolicy, secretName, userName } from '../invariants/worlds';
import { workflowOptions } from '../workflow/options';

/** A definition as a stack deploys it. */
export function subjectWith(definition: StateMachineDefinition): Subject {
  return subjectOf({
    stackName: 'keyturn-test',
    machineName: 'rotation',
    machineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:rotation',
    roleName: 'rotation',
    partition: 'aws',
    region: 'eu-central-1',
    accountId: '111122223333',
    definition: JSON.stringify(definition),
    rolePolicies: [rolePolicy],
    templates: [],
    schedules: [
      {
        ...{ userName, expression: 'rate(90 days)', timezone: 'UTC', startDate: undefined },
        ...{ windowMinutes: 0, isEnabled: true, input: JSON.stringify({ userName, secretName }) },
      },
    ],
  });
}

export const subjectFor = (options: Partial<WorkflowOptions>): Subject =>
  subjectWith(buildWorkflow(workflowOptions(options)));

export function initialWorldCalled(id: string): InitialWorld {
  const found = initialWorlds.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no beginning ${id}`);
  return found;
}

export function caseOf(id: string, changes: Partial<ExplorationCase> = {}): ExplorationCase {
  const executions = changes.executions ?? 1;
  return {
    set: executions === 2 ? 'two executions' : 'one execution, one fault',
    initialWorld: initialWorldCalled(id),
    interpretation: defaultInterpretation,
    executions,
    faults: 1,
    ...changes,
  };
}

/** The cases that a test can afford: a fault at every call from ten worlds, and from one where all is slow; two faults from the usual one, two executions. */
const slice: readonly ExplorationCase[] = [
  ...[
    'A-it',
    'IA-newer',
    'AI-older',
    'I-it',
    'A-missing',
    '0-empty',
    'AA-newer',
    'A=A-newer',
    'A-it-kms-no-decrypt',
    'A-it-kms-disabled',
  ].map((id) => caseOf(id)),
  caseOf('IA-newer', { circumstance: 'slow' }),
  caseOf('A-it', { set: 'one execution, two faults', faults: 2 }),
  ...['0-empty', 'A-it', 'IA-newer'].map((id) => caseOf(id, { executions: 2, faults: 0 })),
];

/** What is found of a promise in the first case that breaks it; what a limit allows does not count. */
export function firstBreaking(subject: Subject, invariant: InvariantName): ReportedViolation | undefined {
  for (const each of slice) {
    const found = runCase(each, subject).found.find(
      ({ invariant: broken, limit }) => broken === invariant && limit === undefined,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

export function breaking(subject: Subject, cases: readonly ExplorationCase[] = slice): readonly ReportedViolation[] {
  return cases.flatMap((each) => runCase(each, subject).found).filter(({ limit }) => limit === undefined);
}

const contextSubject = subjectFor({ strategy: 'until-next-rotation' });

const contextIn = (id: string): ViolationContext => ({
  subject: contextSubject,
  executions: 1,
  faults: 1,
  outOfScope: undefined,
  start: worldOf(initialWorldCalled(id), contextSubject.account, contextSubject, defaultInterpretation),
});

/** The contexts of a violation that make a difference to its limit. */
export const violationContexts = {
  usual: contextIn('A-it'),
  twoWithoutFault: { ...contextIn('A-it'), executions: 2, faults: 0 },
  twoAndAFault: { ...contextIn('A-it'), executions: 2 },
  olderInUse: contextIn('AA-older'),
  outside: { ...contextIn('A-it'), outOfScope: 'redriven' },
} as const satisfies Readonly<Record<string, ViolationContext>>;
