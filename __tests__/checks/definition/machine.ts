import { buildWorkflow, strategies, type WorkflowOptions } from '../../../src/workflow';
import { checkModel, type Check } from '../../../src/checks';
import { rules } from '../../../src/checks/rules';
import { readModel } from '../../../src/inputs';
import { digest, literal, sampleContracts, sampleStack, type Loose } from '../sample';
import { workflowOptions } from '../../workflow/options';

const aboutDefinitions = [
  'definition-understood',
  'five-calls',
  'created-once',
  'known-errors',
  'fixed-token',
  'new-key-stored',
  'bound-pairs',
  'secret-flow',
];
const judging = rules.filter(({ id }) => aboutDefinitions.includes(id));

const place = 'PLACE OF THE DEFINITION';
const around = aroundDefinition();

/** The text of the sample's stack before and after its definition. Thousands of definitions are put there. */
function aroundDefinition(): readonly [before: string, after: string] {
  const stack = sampleStack();
  stack.resource.aws_sfn_state_machine.rotation.definition = place;
  const [before = '', after = ''] = JSON.stringify(stack).split(JSON.stringify(place));
  return [before, after];
}

/** What the rules about definitions say of one, in the sample's stack. */
export function judgeDefinition(definition: object): Check {
  const [before, after] = around;
  const text = JSON.stringify(literal(JSON.stringify(definition)));
  const options = { today: '2026-11-23', coverAll: 'always', digest } as const;
  return checkModel(readModel(`${before}${text}${after}`, 'input.json'), sampleContracts, options, judging);
}

/** The rules that spoke, such as `secret-flow fail`. */
export function spokenOf(definition: object): string[] {
  return [...new Set(judgeDefinition(definition).findings.map(({ rule, verdict }) => `${rule} ${verdict}`))];
}

interface Variant {
  readonly name: string;
  readonly options: WorkflowOptions;
}

const formats: readonly WorkflowOptions['secretFormat'][] = [
  { kind: 'access-key' },
  {
    kind: 'mapped',
    fields: { id: 'AccessKeyId', key: 'SecretAccessKey', user: 'UserName', status: 'Status' },
    constants: { region: 'eu-central-1', retries: 3, isNew: true },
  },
];

/** Every workflow that settings can ask for, as far as they change its states. */
export const variants: readonly Variant[] = strategies.flatMap((strategy) =>
  (['refuse', 'replace-older'] as const).flatMap((twoKeys) =>
    formats.flatMap((secretFormat) =>
      [1, 15, 600].map((settleSeconds) => ({
        name: `${strategy}, ${twoKeys}, ${secretFormat.kind}, settle ${settleSeconds}`,
        options: workflowOptions({ strategy, twoKeys, secretFormat, settleSeconds }),
      })),
    ),
  ),
);

/** The definition of a workflow, as JSON that a test may change. */
export function definitionOf(options: Partial<WorkflowOptions> = {}): Loose {
  return JSON.parse(JSON.stringify(buildWorkflow(workflowOptions(options))));
}

/** The states in which the data hold the secret: from the success of CreateAccessKey until a state replaces them. */
export function stretch({ States: states }: Loose): string[] {
  const seen = new Set<string>([states.CreateAccessKey.Next]);
  for (const name of seen) {
    if (states[name].Type === 'Pass' && states[name].ResultPath === undefined) continue;
    const state = states[name];
    const rules = [...(state.Choices ?? []), ...(state.Catch ?? [])].map(({ Next }: { Next: string }) => Next);
    for (const next of [state.Next, state.Default, ...rules]) if (next !== undefined) seen.add(next);
  }
  return [...seen];
}
