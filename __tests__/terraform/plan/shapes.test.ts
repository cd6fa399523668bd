/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { InputError } from '../../../src/input-error';
import { readModel } from '../../../src/inputs';
import { judge, samplePlan, type Loose } from '../../checks/sample';

/** Shapes that Terraform never writes are refused: what one reader takes for a resource, another may not see. */
const resource = { address: 'aws_iam_role.x', mode: 'managed', type: 'aws_iam_role', name: 'x', values: { name: 'x' } };
const state = (): Loose => ({
  format_version: '1.0',
  terraform_version: '1.11.4',
  values: {
    outputs: {},
    root_module: { resources: [resource], child_modules: [{ address: 'module.m', resources: [resource] }] },
  },
});

type Row = readonly [name: string, input: () => Loose, edit: (input: Loose) => void, where: string];

const root = (input: Loose): Loose => input.values.root_module;

test.each<Row>([
  [
    'resources as an object',
    state,
    (s) => (root(s).resources = { 0: resource }),
    'values/root_module/resources is not a list',
  ],
  ['resources as null', state, (s) => (root(s).resources = null), 'values/root_module/resources is not a list'],
  [
    'modules as an object',
    state,
    (s) => (root(s).child_modules = { a: {} }),
    'values/root_module/child_modules is not a list',
  ],
  [
    'resources of a module as an object',
    state,
    (s) => (root(s).child_modules[0].resources = {}),
    'values/root_module/child_modules/0/resources is not a list',
  ],
  [
    'a resource as a text',
    state,
    (s) => root(s).resources.push('aws_iam_role.y'),
    'values/root_module/resources/1 is not an object',
  ],
  [
    'a resource as a list',
    state,
    (s) => root(s).resources.push([resource]),
    'values/root_module/resources/1 is not an object',
  ],
  [
    'a module as a text',
    state,
    (s) => root(s).child_modules.push('m'),
    'values/root_module/child_modules/1 is not an object',
  ],
  [
    'the values of a resource as a list',
    state,
    (s) => (root(s).resources = [{ ...resource, values: [] }]),
    'values/root_module/resources/0/values is not an object',
  ],
  ['a root module as a list', state, (s) => (s.values.root_module = []), 'values/root_module is not an object'],
  ['values as a list', state, (s) => (s.values = []), 'values is not an object'],
  ['another member', state, (s) => (s.resources = []), 'resources is a member that a Terraform state does not have'],
  [
    'another member of its values',
    state,
    (s) => (s.values.root_modules = {}),
    'values/root_modules is a member that Terraform does not write there',
  ],
  [
    'another member of a module',
    state,
    (s) => (s.values.root_module.more = []),
    'values/root_module/more is a member that Terraform does not write there',
  ],
  [
    'another member of a plan',
    samplePlan,
    (p) => (p.resources = []),
    'resources is a member that a Terraform plan does not have',
  ],
  [
    'another member of the prior state',
    samplePlan,
    (p) => (p.prior_state = { ...state(), more: 1 }),
    'prior_state/more is a member that a Terraform state does not have',
  ],
  [
    'resources of the prior state as an object',
    samplePlan,
    (p) => (p.prior_state = { values: { root_module: { resources: {} } } }),
    'prior_state/values/root_module/resources is not a list',
  ],
  [
    'planned resources as an object',
    samplePlan,
    (p) => (p.planned_values.root_module.resources = {}),
    'planned_values/root_module/resources is not a list',
  ],
  [
    'planned modules as an object',
    samplePlan,
    (p) => (p.planned_values.root_module.child_modules = {}),
    'planned_values/root_module/child_modules is not a list',
  ],
  [
    'a planned resource as a text',
    samplePlan,
    (p) => p.planned_values.root_module.resources.push('x'),
    'is not an object',
  ],
  [
    'configured resources as an object',
    samplePlan,
    (p) => (p.configuration.root_module.resources = {}),
    'configuration/root_module/resources is not a list',
  ],
  [
    'a configured resource as a text',
    samplePlan,
    (p) => p.configuration.root_module.resources.push('x'),
    'is not an object',
  ],
  [
    'calls of modules as a list',
    samplePlan,
    (p) => (p.configuration.root_module.module_calls = []),
    'configuration/root_module/module_calls is not an object',
  ],
  [
    'a called module as a list',
    samplePlan,
    (p) => (p.configuration.root_module.module_calls = { m: { module: [] } }),
    'configuration/root_module/module_calls/m/module is not an object',
  ],
  [
    'providers as a list',
    samplePlan,
    (p) => (p.configuration.provider_config = []),
    'configuration/provider_config is not an object',
  ],
  [
    'a provider as a text',
    samplePlan,
    (p) => (p.configuration.provider_config.aws = 'aws'),
    'configuration/provider_config/aws is not an object',
  ],
])('refuses %s', (_, input, edit, where) => {
  const edited = input();
  edit(edited);
  const read = () => readModel(JSON.stringify(edited), 'given.json');
  expect(read).toThrow(InputError);
  expect(read).toThrow(where);
});

test.each<[string, () => Loose, (input: Loose) => void]>([
  ['a state', state, () => undefined],
  ['an empty state', () => ({ format_version: '1.0' }), () => undefined],
  ['the checks of a state', state, (s) => (s.checks = [])],
  ['a plan', samplePlan, () => undefined],
  ['a plan with a prior state', samplePlan, (p) => (p.prior_state = state())],
])('reads %s', (_, input, edit) => {
  const edited = input();
  edit(edited);
  expect(() => readModel(JSON.stringify(edited), 'given.json')).not.toThrow();
});

test.each(['action_invocations', 'deferred_action_invocations', 'deferred_changes', 'proposed_unknown'])(
  'a plan with %s, which Terraform writes and nobody understands, is undecided',
  (member) => {
    expect(judge({ ...samplePlan(), [member]: [] }).verdict).toBe('undecided');
  },
);
