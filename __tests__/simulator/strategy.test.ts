import type { State, StateMachineDefinition } from '../../src/asl';
import { strategyOf, type RecognisedStrategy } from '../../src/simulator';
import { buildWorkflow, strategies, traitsOf, twoKeysChoices, type Strategy } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { published } from './support';

const recognised = (name: Strategy) => {
  const { mayDie, keepsPrevious, hasTwoKeys } = traitsOf(name);
  return { name, mayDie, keepsPrevious, hasTwoKeys };
};
const unknown = { name: undefined, mayDie: false, keepsPrevious: false, hasTwoKeys: false };
const neither = { refusesTwo: false, replacesOlder: false };
const replaces = { refusesTwo: false, replacesOlder: true };

const comments: readonly (string | undefined)[] = [
  undefined,
  'Nothing.',
  ...strategies.map((strategy) => `Strategy: ${strategy}. Whatever a Comment says.`),
];

/** Every Comment in a definition, of the whole and of each state, is this one. */
function withComment(definition: StateMachineDefinition, Comment: string | undefined): string {
  const states = Object.entries(definition.States).map(([name, state]) => [name, { ...state, Comment }]);
  return JSON.stringify({ ...definition, Comment, States: Object.fromEntries(states) });
}

const workflows = strategies.flatMap((strategy) => twoKeysChoices.map((twoKeys) => ({ strategy, twoKeys })));

describe.each(workflows)('$strategy, $twoKeys', (options) => {
  const definition = buildWorkflow(workflowOptions(options));
  const { hasTwoKeys, waitsForOthers } = traitsOf(options.strategy);
  const refusesTwo = hasTwoKeys && options.twoKeys === 'refuse';

  it.each(comments)('is known by its states where every Comment says %j', (comment) => {
    expect(strategyOf(withComment(definition, comment))).toEqual({
      ...recognised(options.strategy),
      refusesTwo,
      replacesOlder: waitsForOthers && !refusesTwo,
    });
  });
});

const task = (api: string, next: string): State => ({
  Type: 'Task',
  Resource: `arn:aws:states:::aws-sdk:${api}`,
  ...(next === '' ? { End: true } : { Next: next }),
});
const list = (next: string) => task('iam:listAccessKeys', next);
const remove = (next: string) => task('iam:deleteAccessKey', next);
const create = (next: string) => task('iam:createAccessKey', next);
const store = (next: string) => task('secretsmanager:updateSecret', next);
const byStatus = (then: string, otherwise: string): State => ({
  Type: 'Choice',
  Choices: [{ Variable: '$.keys[0].Status', StringEquals: 'Inactive', Next: then }],
  Default: otherwise,
});

const chains: readonly [name: string, states: StateMachineDefinition['States'], strategy: RecognisedStrategy][] = [
  ['the published chain', published.States, { ...recognised('delete-first'), ...neither }],
  [
    'a key is deleted after the new one is stored',
    { List: list('Create'), Create: create('Store'), Store: store('Delete'), Delete: remove('') },
    { ...recognised('overlap'), ...neither },
  ],
  [
    'the key to delete is chosen before a new one is created',
    {
      List: list('Which'),
      Which: byStatus('Delete', 'Create'),
      Delete: remove('Create'),
      Create: create('Store'),
      Store: store(''),
    },
    { ...recognised('until-next-rotation'), ...replaces },
  ],
  [
    'a state that chooses is never reached',
    {
      List: list('Delete'),
      Which: byStatus('Delete', 'Create'),
      Delete: remove('Create'),
      Create: create('Store'),
      Store: store(''),
    },
    { ...unknown, ...neither },
  ],
  [
    'a key is deleted only after a new one could not be created',
    {
      List: list('Create'),
      Create: { ...create('Store'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Delete' }] } as State,
      Delete: remove('Create'),
      Store: store(''),
    },
    { ...unknown, ...neither },
  ],
  [
    'no key is deleted',
    { List: list('Create'), Create: create('Store'), Store: store('') },
    { ...unknown, ...neither },
  ],
  [
    'a failure that refuses two keys is never reached',
    {
      List: list('Which'),
      Which: byStatus('Delete', 'Create'),
      Delete: remove('Create'),
      Create: create('Store'),
      Store: store(''),
      TwoActiveKeys: { Type: 'Fail', Error: 'TwoActiveKeys' },
    },
    { ...recognised('until-next-rotation'), ...replaces },
  ],
];

it.each(chains)('%s', (_, states, strategy) => {
  const [first = ''] = Object.keys(states);
  expect(strategyOf(JSON.stringify({ StartAt: first, States: states }))).toEqual(strategy);
});

it.each([
  '',
  '[]',
  '{"States": []}',
  '{"StartAt": "constructor", "States": {"A": {"Type": "Pass", "Next": "constructor"}}}',
  '{"StartAt": "A", "States": {"A": {"Type": "Task", "Next": "B"}, "B": {"Type": "Choice", "Choices": [null]}, "C": null}}',
])('what cannot be read has no known strategy, and is allowed nothing: %s', (definition) => {
  expect(strategyOf(definition)).toEqual({ ...unknown, ...neither });
});
