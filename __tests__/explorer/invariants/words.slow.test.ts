import type { StateMachineDefinition } from '../../../src/asl';
import type { LimitName } from '../../../src/explorer';
import type { ViolationContext } from '../../../src/explorer/invariants/limits';
import { buildWorkflow } from '../../../src/workflow';
import { someOf } from '../../effort';
import { published } from '../../simulator/support';
import { workflowOptions } from '../../workflow/options';
import { mutants } from '../mutants';
import { caseOf, violationContexts } from '../support';

/** The explorer, loaded for itself, so that its words can be replaced without a change to any other test. */
async function loadExplorer() {
  const loaded = await Promise.all([
    import('../../../src/explorer'),
    import('../../../src/explorer/invariants/kinds'),
    import('../../../src/explorer/invariants/limits'),
    import('../../../src/explorer/model/faults'),
    import('../support'),
  ]);
  const [explorer, kinds, limits, faults, support] = loaded;
  return { ...explorer, ...kinds, ...limits, ...faults, ...support };
}

type Explorer = Awaited<ReturnType<typeof loadExplorer>>;

/** Every word that is made from a kind becomes the name of the kind. */
function replaceWords({ violationKinds, limits, faultKinds, initialWorlds }: Explorer): void {
  for (const [kind, entry] of Object.entries(violationKinds))
    Object.assign(violationKinds, { [kind]: { ...entry, words: kind } });
  for (const name of Object.keys(limits)) Object.assign(limits, { [name]: name });
  for (const each of [...faultKinds, ...initialWorlds]) Object.assign(each, { words: each.id });
}

let worded: Explorer;
let wordless: Explorer;

beforeAll(async () => {
  worded = await loadExplorer();
  await jest.isolateModulesAsync(async () => {
    wordless = await loadExplorer();
    replaceWords(wordless);
  });
});

/** All that the explorer decides about a definition in one case. */
function decisions(explorer: Explorer, definition: StateMachineDefinition, each: ReturnType<typeof caseOf>) {
  const subject = explorer.subjectWith(definition);
  const result = explorer.runCase(each, subject);
  const { found, verdicts } = explorer.reportOn(subject, [each], [result]);
  return { result, found, verdicts };
}

const workflow = (options: Parameters<typeof workflowOptions>[0]) => buildWorkflow(workflowOptions(options));

const cases: readonly (readonly [name: string, definition: StateMachineDefinition, each: ReturnType<typeof caseOf>])[] =
  [
    ['the published workflow', published, caseOf('A-it')],
    ['two active keys, the older one in use', workflow({ strategy: 'until-next-rotation' }), caseOf('AA-older')],
    ['two keys of one second', workflow({ strategy: 'until-next-rotation' }), caseOf('A=A-older')],
    [
      'a restored secret',
      workflow({ strategy: 'overlap' }),
      caseOf('A-it', { set: 'beyond what is promised', circumstance: 'restored' }),
    ],
    ['the published workflow, twice at once', published, caseOf('A-it', { executions: 2 })],
    ...mutants.map(({ name, strategy, change }) => [name, change(workflow({ strategy })), caseOf('A-it')] as const),
  ];

describe('with all words replaced by the names of their kinds, the explorer decides the same', () => {
  it('has no words left', () => {
    const violation = wordless.violation('secret-dead-after-success');
    expect([worded, wordless].map(({ wordsOf }) => wordsOf(violation))).toEqual([
      'Every execution succeeded, and the secret is dead.',
      'secret-dead-after-success',
    ]);
  });

  it('which limit each violation falls under', () => {
    const limitsOf = ({ violationKinds, limitOf, violation }: Explorer) =>
      (Object.keys(violationKinds) as (keyof typeof violationKinds)[]).flatMap((kind) =>
        Object.values<ViolationContext>(violationContexts).flatMap((context): (LimitName | undefined)[] =>
          [false, true].map((inNextRun) => limitOf({ ...violation(kind), inNextRun }, context)),
        ),
      );
    expect(limitsOf(wordless)).toEqual(limitsOf(worded));
  });

  it.each(someOf(cases))('what breaks, and every verdict: %s', (_, definition, each) => {
    const decided = decisions(worded, definition, each);
    expect(decisions(wordless, definition, each)).toEqual(decided);
    expect(Object.keys(decided.verdicts)).toHaveLength(7);
  });
});
