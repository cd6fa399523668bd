/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import fc from '../fast-check';
import { someOf } from '../effort';
import {
  compareVersions,
  oldestOf,
  parseConstraint,
  type Version,
} from '../../src/checks/providers/version-constraint';
import { judge, samplePlan, sampleStack, spoken, type Loose } from './sample';

type Row = readonly [name: string, edit: (input: Loose) => void, says?: 'undecided'];

const withVerdict = ([name, edit, says]: Row) => [name, edit, says ?? 'pass'] as const;

/** What is started and no resource is of it. */
const required = (stack: Loose): Loose => stack.terraform.required_providers;
const stacks: Row[] = [
  ['a foreign provider that is required', (s) => (required(s).x = { source: 'example/x' }), 'undecided'],
  [
    'a foreign provider that is required with a version',
    (s) => (required(s).x = { source: 'example/x', version: '1.0' }),
    'undecided',
  ],
  ['a foreign provider of another host', (s) => (required(s).x = { source: 'example.com/hashicorp/aws' }), 'undecided'],
  [
    'a foreign provider under the name of a known one',
    (s) => (required(s).random = { source: 'example/random' }),
    'undecided',
  ],
  [
    'a foreign provider that looks like a known one',
    (s) => (required(s).x = { source: 'hashicorp-/random' }),
    'undecided',
  ],
  [
    'a foreign provider in another module of the language',
    (s) => (required(s).x = { source: 'terraform.io/builtin/x' }),
    'undecided',
  ],
  [
    'a foreign provider with aliases',
    (s) => (required(s).x = { source: 'example/x', configuration_aliases: ['x.y'] }),
    'undecided',
  ],
  [
    'a foreign provider in a second block',
    (s) => (s.terraform = [s.terraform, { required_providers: { x: { source: 'example/x' } } }]),
    'undecided',
  ],
  [
    'a foreign provider in a list',
    (s) => (s.terraform.required_providers = [required(s), { x: { source: 'example/x' } }]),
    'undecided',
  ],
  ['a version of blanks without end', (s) => (required(s).aws.version = `${' '.repeat(1e6)}x`), 'undecided'],
  ['a version of bounds without end', (s) => (required(s).aws.version = '>= 5.0, '.repeat(3000)), 'undecided'],
  [
    'a foreign provider that is configured',
    (s) => ((required(s).x = { source: 'example/x' }), (s.provider.x = [{}])),
    'undecided',
  ],
  ['a source with a template', (s) => (required(s).x = { source: '${var.x}' }), 'undecided'],
  ['a source that is not a text', (s) => (required(s).x = { source: ['hashicorp/random'] }), 'undecided'],
  ['a source of four parts', (s) => (required(s).x = { source: 'a/b/c/d' }), 'undecided'],
  ['an empty source', (s) => (required(s).x = { source: '' }), 'undecided'],
  ['a requirement that is not understood', (s) => (required(s).x = 5), 'undecided'],
  ['requirements that are not understood', (s) => (s.terraform.required_providers = ['x']), 'undecided'],
  [
    'a known provider that is required',
    (s) => (required(s).random = { source: 'hashicorp/random', version: '~> 3.0' }),
  ],
  ['a known provider in the old form', (s) => (required(s).random = '~> 3.0')],
  ['a known provider without a source', (s) => (required(s).random = { version: '~> 3.0' })],
  ['a known provider in full', (s) => (required(s).random = { source: 'registry.terraform.io/hashicorp/random' })],
  [
    'a known provider from OpenTofu',
    (s) => (required(s).random = { source: 'registry.opentofu.org/hashicorp/random' }),
  ],
  ['a known provider in capitals', (s) => (required(s).aws.source = 'HashiCorp/AWS')],
  ['a known provider by another name', (s) => (required(s).chance = { source: 'hashicorp/random' })],
  ['a known provider that is configured', (s) => (s.provider.random = [{}])],
  ['the built-in provider', (s) => (required(s).terraform = { source: 'terraform.io/builtin/terraform' })],
  ['a comment', (s) => (required(s)['//'] = 'x')],
];

test.each(someOf(stacks.map(withVerdict)))('a stack with %s', (_, edit, says) => {
  const stack = sampleStack();
  edit(stack);
  const about = spoken(judge(stack)).filter((one) => one.startsWith('known-provider'));
  expect(about).toEqual(says === 'pass' ? [] : [`known-provider ${says}`]);
});

const configured = (plan: Loose): Loose => plan.configuration.provider_config;
const foreign = { name: 'x', full_name: 'registry.terraform.io/example/x' };
const resource = { address: 'x_y.z', mode: 'managed', type: 'x_y', name: 'z', provider_name: foreign.full_name };

function withoutSource(plan: Loose): void {
  delete configured(plan).aws.full_name;
}

/** Adds a created resource, whose block has the provider configuration of its type. */
function addResource(plan: Loose, address: string, provider_name: string): void {
  const [type = '', name = ''] = address.split('.');
  const named = { address, mode: 'managed', type, name };
  plan.resource_changes.push({ ...named, provider_name, change: { actions: ['create'], before: null, after: {} } });
  plan.configuration.root_module.resources.push({ ...named, provider_config_key: type.split('_')[0] });
}

const plans: Row[] = [
  ['a foreign provider', (p) => (configured(p).x = foreign), 'undecided'],
  [
    'a foreign provider of a module',
    (p) => (configured(p)['module.m:x'] = { ...foreign, module_address: 'module.m' }),
    'undecided',
  ],
  ['a provider without a source', (p) => (configured(p).x = { name: 'x' }), 'undecided'],
  ['the provider of its resources without a source, as Terraform 1.1 writes it', withoutSource],
  [
    'a provider without a source whose resources have another one',
    (p) => {
      configured(p).x = { name: 'x' };
      addResource(p, 'x_y.z', 'registry.terraform.io/example/x');
    },
    'undecided',
  ],
  [
    'a provider without a source whose resources have two',
    (p) => {
      withoutSource(p);
      addResource(p, 'aws_sqs_queue.z', 'registry.terraform.io/example/aws');
    },
    'undecided',
  ],
  [
    'a provider without a source and without resources',
    (p) => (configured(p)['aws.west'] = { name: 'aws', alias: 'west' }),
    'undecided',
  ],
  [
    'a foreign provider of what is destroyed',
    (p) => p.resource_changes.push({ ...resource, change: { actions: ['delete'], before: {}, after: null } }),
    'undecided',
  ],
  [
    'a foreign provider of what was changed',
    (p) => (p.resource_drift = [{ ...resource, change: { actions: ['update'], before: {}, after: {} } }]),
    'undecided',
  ],
  [
    'a foreign provider of what is kept',
    (p) =>
      (p.prior_state = {
        format_version: '1.0',
        values: { root_module: { child_modules: [{ resources: [{ ...resource, values: {} }] }] } },
      }),
    'undecided',
  ],
  [
    'a known provider',
    (p) => (configured(p).random = { name: 'random', full_name: 'registry.terraform.io/hashicorp/random' }),
  ],
  [
    'a known provider of a module',
    (p) =>
      (configured(p)['module.m:aws'] = {
        name: 'aws',
        full_name: 'registry.terraform.io/hashicorp/aws',
        version_constraint: '>= 4.0',
        module_address: 'module.m',
      }),
  ],
  [
    'the built-in provider',
    (p) => (configured(p).terraform = { name: 'terraform', full_name: 'terraform.io/builtin/terraform' }),
  ],
  [
    'the provider from OpenTofu',
    (p) => (configured(p).random = { name: 'random', full_name: 'registry.opentofu.org/hashicorp/random' }),
  ],
];

test.each(someOf(plans.map(withVerdict)))('a plan with %s', (_, edit, says) => {
  const plan = samplePlan();
  edit(plan);
  const about = spoken(judge(plan)).filter((one) => one.startsWith('known-provider'));
  expect(about).toEqual(says === 'pass' ? [] : [`known-provider ${says}`]);
});

describe('the version of the AWS provider', () => {
  const judged = (version: unknown) => {
    const stack = sampleStack();
    required(stack).aws = { source: 'aws', version };
    return judge(stack);
  };

  test.each([
    '~> 4.0',
    '< 5.0.0',
    '>= 7.0.0',
    '4.67.0',
    '= 7',
    '~> 5.0, ~> 6.0',
    '>= 5.0, < 5.0',
    '> 6.9, < 6.9.1',
    '^5.0',
    '5.x',
    '',
    'v6.0.0',
    '>= 5.0 < 7.0',
    '${var.v}',
  ])('%j is undecided', (version) => {
    expect(spoken(judged(version))).toEqual(['known-provider undecided']);
  });

  test.each([
    '~> 5.0',
    '>= 4.0',
    '~> 6',
    '6.25.0',
    '~> 6.26',
    '5.100.0',
    '>= 5.0, != 5.100.0, < 7',
    '= 6.0.0-beta1',
    undefined,
  ])('%j is of a line that is known', (version) => {
    const { verdict, premises } = judged(version);
    expect({ verdict, told: premises.filter((one) => one.includes('AWS provider is at least')) }).toEqual({
      verdict: 'pass',
      told: [],
    });
  });

  test.each([
    ['6.70.0', '6.70.0', '6.66.0'],
    ['~> 6.67', '6.67.0', '6.66.0'],
    ['> 6.66.0, < 7', '6.66.1', '6.66.0'],
    ['> 5.100.0, < 6.0', '5.100.1', '5.100.0'],
  ])('%j is newer than what is known: an assumption that names both', (version, oldest, known) => {
    const { verdict, premises } = judged(version);
    expect(verdict).toBe('pass');
    expect(premises).toContain(
      `The AWS provider is at least ${oldest} ("${version}"), and its types can grant the same as those of ${known}.`,
    );
  });

  test('is bound by all constraints together', () => {
    const stack = sampleStack();
    stack.provider.aws[0].version = '< 5.0';
    expect(spoken(judge(stack))).toEqual(['known-provider undecided']);
    const plan = samplePlan();
    const { aws } = configured(plan);
    configured(plan)['module.m:aws'] = { ...aws, version_constraint: '~> 4.0', module_address: 'module.m' };
    expect(spoken(judge(plan))).toEqual(['known-provider undecided']);
  });
});

/** As Terraform 1.11.4 answers, with the provider 5.100.0 alone to choose from; undefined where it refuses the constraint. */
const answers: readonly (readonly [constraint: string, isMet: boolean | undefined])[] = [
  ...['~> 5', '~> 5.0', '~> 5.99', '~> 5.100.0', '~> 5.100', '>= 5', '> 5.99', '>=5.0,<6', '!= 5.99.0', '= 5.100.0'],
  ...['5.100.0', '5.100', '<= 5.100', '< 6.0.0-beta1', '>= 5.100.0-beta1', '~>5.0', '05.100.0', '>= 4.0, ~> 5.100.0'],
]
  .map((one) => [one, true] as const)
  .concat(
    ['~> 4', '~> 4.0', '~> 5.99.0', '>5.100', '>= 5.0 , != 5.100.0', '!= 5.100', '5', '= 5', '<= 5'].map(
      (one) => [one, false as boolean] as never,
    ),
    [
      'v5.100.0',
      '5.*',
      '5.x',
      '',
      ' ',
      '>= 5.0 < 6',
      '>= 5.0,',
      ',>= 5.0',
      '=> 5.0',
      '> = 5.0',
      '^5.0',
      '== 5.100.0',
      '5.100.0.0',
    ].map((one) => [one, undefined] as never),
  );

test.each(someOf(answers))('Terraform on the constraint %j: %s', (text, isMet) => {
  const constraint = parseConstraint(text);
  const only = constraint && [...constraint, ...(parseConstraint('5.100.0') ?? [])];
  expect(only === undefined ? undefined : oldestOf(5, only) !== undefined).toBe(isMet);
});

test('the oldest version that is admitted is what trying every version finds', () => {
  const part = fc.integer({ min: 0, max: 3 });
  const bound = fc
    .tuple(
      fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '~>'),
      fc.constantFrom(1, 2),
      part,
      part,
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([operator, major, minor, patch, parts]) => `${operator} ${[major, minor, patch].slice(0, parts).join('.')}`);
  const all: Version[] = [0, 1, 2, 3, 4, 5].flatMap((minor) =>
    Array.from({ length: 12 }, (_, patch): Version => [1, minor, patch]),
  );
  fc.assert(
    fc.property(fc.array(bound, { maxLength: 5 }), (bounds) => {
      const constraint = bounds.flatMap((one) => parseConstraint(one) ?? []);
      const admitted = all.filter(
        (version) => oldestOf(1, [...constraint, ...(parseConstraint(version.join('.')) ?? [])]) !== undefined,
      );
      const [oldest] = [...admitted].sort(compareVersions);
      expect(oldestOf(1, constraint)).toEqual(oldest);
    }),
  );
});
