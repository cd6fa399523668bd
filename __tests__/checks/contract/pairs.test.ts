/* eslint-disable @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { contractsWith, editDefinition, judge, sampleStack, spoken, type Loose } from '../sample';

const withoutPairs = contractsWith((contract) => delete contract.pairs);

/** The stack with the definition's text changed, in which the two secrets stand at each other's users. */
function swapped(): Loose {
  const stack = sampleStack();
  const machine = stack.resource.aws_sfn_state_machine.rotation;
  machine.definition = (machine.definition as string)
    .replaceAll('"backup-agent/aws"', '"?"')
    .replaceAll('"legacy-ftp/aws"', '"backup-agent/aws"')
    .replaceAll('"?"', '"legacy-ftp/aws"');
  return stack;
}

const found = (stack: Loose, contracts = withoutPairs) =>
  judge(stack, contracts).findings.filter(({ rule, verdict }) => rule === 'bound-pairs' && verdict !== 'note');

test('the secrets of two users that are swapped are outside of the pairs', () => {
  expect(
    spoken(
      judge(
        swapped(),
        contractsWith(() => undefined),
      ),
    ),
  ).toContain('bound-pairs fail');
  expect(
    spoken(
      judge(
        sampleStack(),
        contractsWith(() => undefined),
      ),
    ),
  ).toEqual([]);
});

test.each([
  ['as it is', sampleStack()],
  ['with swapped secrets', swapped()],
])('a machine %s that rotates without pairs is undecided, with the member to add', (_, stack) => {
  expect(found(stack).map(({ verdict, message }) => [verdict, message])).toEqual([
    ['undecided', expect.stringContaining('contract "execution-role" has no "pairs"')],
  ]);
});

test('the member that is printed is one of a contract, and with it the machine passes', () => {
  const remedy = found(sampleStack())[0]?.remedy ?? '';
  const { pairs } = JSON.parse(`{${remedy.slice(remedy.indexOf('"pairs"'))}}`) as { pairs: object };
  expect(
    spoken(
      judge(
        sampleStack(),
        contractsWith((contract) => (contract.pairs = pairs)),
      ),
    ),
  ).toEqual([]);
});

test('a machine that stores secrets and makes no keys needs pairs, too', () => {
  const stack = sampleStack();
  editDefinition(stack, (states) => {
    for (const state of Object.values<Loose>(states))
      if (state.Resource?.endsWith(':createAccessKey')) state.Resource = state.Resource.replace('create', 'delete');
  });
  expect(found(stack).map(({ verdict, message }) => `${verdict} ${message}`)).toContainEqual(
    expect.stringMatching(/^undecided .* has no "pairs"/),
  );
});

test('what fails without pairs goes on failing', () => {
  const stack = sampleStack();
  editDefinition(stack, (states) => {
    for (const state of Object.values<Loose>(states))
      if (state.Resource?.endsWith(':createAccessKey')) state.Parameters = { UserName: 'administrator' };
  });
  expect(found(stack).map(({ verdict }) => verdict)).toContain('fail');
});

/** The sample's machine, which only looks at keys. */
function looking(): Loose {
  const stack = sampleStack();
  const listing = Object.entries<Loose>(
    JSON.parse(stack.resource.aws_sfn_state_machine.rotation.definition.replaceAll('$${', '${')).States,
  ).find(([, state]) => state.Resource?.endsWith(':listAccessKeys'));
  editDefinition(stack, (_, definition) => {
    const [name, state] = listing ?? [];
    definition.StartAt = 'Which';
    definition.States = {
      Which: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.userName', StringEquals: 'backup-agent' },
              { Variable: '$.secretName', StringEquals: 'backup-agent/aws' },
            ],
            Next: name,
          },
        ],
        Default: 'No',
      },
      [name ?? '']: { Type: 'Task', Resource: state.Resource, Parameters: state.Parameters, End: true },
      No: { Type: 'Fail' },
    };
  });
  return stack;
}

test('a machine that does not rotate, and a role, need none', () => {
  expect(found(looking())).toEqual([]);
  const forRole = contractsWith((contract) => {
    delete contract.pairs;
    contract.subject = { role: 'keyturn-${environment}-execution' };
  });
  expect(found(sampleStack(), forRole)).toEqual([]);
});
