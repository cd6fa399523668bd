import { runCase, type LimitName, type ViolationKind } from '../../../src/explorer';
import { violation, violationKinds } from '../../../src/explorer/invariants/kinds';
import { limitOf } from '../../../src/explorer/invariants/limits';
import { buildWorkflow, type WorkflowOptions } from '../../../src/workflow';
import { workflowOptions } from '../../workflow/options';
import { caseOf, subjectFor, subjectWith, violationContexts } from '../support';
import { someOf } from '../../effort';

type Options = Partial<WorkflowOptions>;

describe('a limit is shown by a scenario, and nothing else breaks there', () => {
  const cases: readonly [limit: LimitName, options: Options, each: ReturnType<typeof caseOf>][] = [
    ['older-of-two', { strategy: 'until-next-rotation' }, caseOf('AA-older')],
    ['older-of-two', { strategy: 'overlap', twoKeys: 'replace-older' }, caseOf('AA-older')],
    ['older-of-two', { strategy: 'until-next-rotation' }, caseOf('A-it-kms-denied', { executions: 2, faults: 0 })],
    ['two-and-a-fault', { strategy: 'overlap' }, caseOf('A-it', { executions: 2 })],
    ['redriven', { strategy: 'overlap' }, caseOf('A-it', { set: 'beyond what is promised', circumstance: 'redriven' })],
    ['restored', { strategy: 'overlap' }, caseOf('A-it', { set: 'beyond what is promised', circumstance: 'restored' })],
    [
      'longer-lags',
      { strategy: 'overlap' },
      caseOf('A-it', { set: 'beyond what is promised', circumstance: 'longer-lags', executions: 2, faults: 0 }),
    ],
  ];

  it.each(someOf(cases))('%s, %j', (limit, options, each) => {
    const { found } = runCase(each, subjectFor(options));
    expect(found.map((scenario) => scenario.limit)).toContain(limit);
    expect(found.filter((scenario) => scenario.limit === undefined)).toEqual([]);
  });
});

describe('no limit hides what breaks without it', () => {
  it('where an execution might have been redriven, and was not', () => {
    const definition = buildWorkflow(workflowOptions({ strategy: 'overlap' }));
    const { IsNewKeyThere } = definition.States;
    const silent = JSON.parse(
      JSON.stringify(IsNewKeyThere).replace('"WhatOfThePreviousKey"', '"WasTheMailSent"'),
    ) as object;
    const changed = { ...definition, States: { ...definition.States, IsNewKeyThere: silent } } as typeof definition;
    const each = caseOf('A-it', { set: 'beyond what is promised', circumstance: 'redriven' });
    const { found } = runCase(each, subjectWith(changed));
    expect(found).toContainEqual(expect.objectContaining({ invariant: '7 someone is told', limit: undefined }));
  });

  it('where two keys are active, and the secret holds the newer one', () => {
    const { found } = runCase(caseOf('AA-newer'), subjectFor({ strategy: 'until-next-rotation' }));
    expect(found.filter(({ invariant }) => invariant === '1 the secret is never dead')).toEqual([]);
  });
});

describe('the kind of a violation and its circumstances decide which limit it falls under', () => {
  type Limits = Readonly<Record<keyof typeof violationContexts, LimitName | undefined>>;

  const never: Limits = {
    usual: undefined,
    twoWithoutFault: undefined,
    twoAndAFault: undefined,
    olderInUse: undefined,
    outside: undefined,
  };
  const outside: Limits = { ...never, outside: 'redriven' };
  const silent: Limits = { ...outside, olderInUse: 'older-of-two' };
  const ofKeys: Limits = { ...silent, twoAndAFault: 'two-and-a-fault' };
  const always = (limit: LimitName): Limits => ({
    usual: limit,
    twoWithoutFault: limit,
    twoAndAFault: limit,
    olderInUse: limit,
    outside: limit,
  });

  const expected: Readonly<Record<ViolationKind, Limits>> = {
    'secret-died': ofKeys,
    'older-deleted-in-doubt': always('older-of-two'),
    'secret-key-too-new': ofKeys,
    'secret-dead-after-one-success': ofKeys,
    'secret-dead-after-success': silent,
    'unknown-key-not-named': outside,
    'previous-key-not-named': outside,
    'deleted-key-still-there': outside,
    'key-left-by-success': outside,
    'key-deleted-in-doubt': outside,
    'new-key-kept-after-refusal': outside,
    'next-run-fails-silently': ofKeys,
    'next-run-refuses-keys-of-one-second': always('one-second'),
    'next-run-fails': ofKeys,
    'next-run-harms': ofKeys,
    'leak-beside-secret-value': never,
    'leak-in-parameters': never,
    'leak-in-ending': never,
    'rotation-undone-for-mail': outside,
    'success-not-mailed': outside,
    'failure-not-mailed': outside,
    'end-not-reported': outside,
    'named-key-left': outside,
    'changed-for-no-key': outside,
    'execution-timed-out': outside,
    'success-without-new-key': outside,
    'untrue-nothing-changed': outside,
    'untrue-no-key-made': outside,
    'untrue-no-new-key': outside,
    'untrue-secret-not-written': outside,
    'untrue-secret-unchanged': outside,
    'untrue-key-deleted': outside,
    'untrue-previous-key-kept': outside,
    'untrue-secret-holds-key': outside,
    'untrue-secret-was-given-key': outside,
    'untrue-key-not-stored': outside,
    'untrue-no-such-key': outside,
    'untrue-former-key-works': outside,
  };
  const kinds = Object.keys(violationKinds) as ViolationKind[];
  const limitsOf = (change: (kind: ViolationKind) => Parameters<typeof limitOf>[0], kind: ViolationKind) =>
    Object.fromEntries(Object.entries(violationContexts).map(([name, each]) => [name, limitOf(change(kind), each)]));

  it.each(kinds)('%s', (kind) => {
    expect(limitsOf(violation, kind)).toEqual(expected[kind]);
  });

  // The next run is one run without faults; in it, every violation but a leak is one of keys that were left behind.
  it.each(kinds)('%s, in the next run', (kind) => {
    const isLeak = expected[kind] === never;
    const inNextRun = {
      ...expected[kind],
      olderInUse: expected[kind].olderInUse ?? (isLeak ? undefined : 'older-of-two'),
    };
    expect(limitsOf((each) => ({ ...violation(each), inNextRun: true }), kind)).toEqual(inNextRun);
  });
});
