import { effectiveRights, rightFor } from '../../../src/checks/identities/effective-rights';
import { parseIdentityPolicy } from '../../../src/iam';
import { resourceFrom } from '../../../src/model';
import { examples } from '../../effort';
import fc from '../../fast-check';
import { isAllowed, type WrittenStatement } from '../../fuzz/policies/evaluator';

/** Whatever the evaluator of the fuzz lets a user do, the rights of the user must show: no Deny and no exception is read as wider than AWS reads it. */

const fields = (...pieces: readonly string[]) => fc.constantFrom(...pieces);
const whole = fc
  .tuple(
    fields('arn', 'arn', 'arn', '*', '?rn'),
    fields('aws', '*', 'aws*', '?ws'),
    fields('states', 'states', '*', 'stat*', 'secretsmanager'),
    fields('eu-central-1', '*', '', 'eu-*', '?*'),
    fields('111122223333', '*', '1*', '????????????', 'execution'),
    fields(
      'execution:app:a',
      'execution:*',
      '*:app:*',
      '*',
      'app:a',
      'execution:app:?',
      '*:a',
      '?*:a',
      'app:*',
      'execution',
    ),
  )
  .map((parts) => parts.join(':'));
const resources = fc.tuple(whole, fc.nat({ max: 7 }), fc.constantFrom('', '*', '?', ':*')).map(([arn, fewer, end]) =>
  fewer > 5
    ? arn
    : arn
        .split(':')
        .slice(0, fewer + 1)
        .join(':') + end,
);
const actions = fields(
  'states:GetExecutionHistory',
  'states:*',
  '*',
  'STATES:Get*',
  'iam:*',
  'states:GetExecutionHistor?',
);
const some = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 2 });

const statements: fc.Arbitrary<WrittenStatement> = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    action: some(actions),
    isNotAction: fc.integer({ min: 0, max: 4 }),
    resource: some(resources),
    isNotResource: fc.boolean(),
  })
  .map(({ Effect, action, isNotAction, resource, isNotResource }) => ({
    Effect,
    [isNotAction === 0 ? 'NotAction' : 'Action']: action,
    [isNotResource ? 'NotResource' : 'Resource']: resource,
  }));

const call = {
  action: 'states:GetExecutionHistory',
  resource: 'arn:aws:states:eu-central-1:111122223333:execution:app:a',
};
const targets = [call.resource, call.resource.replace(/a$/, '*'), call.resource.replace('eu-central-1', '*')];

test('a right of a user is never overlooked because of a Deny or an exception', () => {
  fc.assert(
    fc.property(
      fc.array(statements, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...targets),
      (Statement, target) => {
        const written = { Version: '2012-10-17', Statement };
        fc.pre(isAllowed(written, { ...call, context: {} }));
        const resource = resourceFrom({
          type: 'aws_iam_user_policy',
          address: 'x',
          name: 'x',
          values: {},
          pointer: '',
        });
        const document = parseIdentityPolicy(JSON.stringify(written));
        const rights = effectiveRights([{ resource, attribute: 'policy', document, isSure: true }], [], [call.action]);
        expect(rightFor(rights, { action: call.action, resource: target })).toBeDefined();
      },
    ),
    { numRuns: examples(2000) },
  );
});
