import { conditionHolds, type RequestContext } from '../../../src/iam/conditions/holds';
import { parseIdentityPolicy, type PolicyDocument } from '../../../src/iam/policy/document';
import { evaluate } from '../../../src/iam/grants/evaluate';

const user = 'arn:aws:iam::123456789012:user/ci/deployer';

describe('a request is', () => {
  test.each<[string, object[], string]>([
    ['denied where nothing allows it', [allow('iam:ListUsers', user)], 'implicitDeny'],
    ['allowed by an action in another case', [allow('IAM:createaccesskey', user)], 'allowed'],
    ['allowed by wildcards in action and resource', [allow('iam:*Key', 'arn:aws:iam::*:user/*')], 'allowed'],
    ['denied on a resource in another case', [allow('iam:*', user.toUpperCase())], 'implicitDeny'],
    ['denied where the path is missing', [allow('iam:*', 'arn:aws:iam::123456789012:user/deployer')], 'implicitDeny'],
    ['denied by a Deny in whatever order', [deny('iam:*', '*'), allow('*', '*')], 'explicitDeny'],
    ['allowed where a Deny speaks of something else', [allow('*', '*'), deny('s3:*', '*')], 'allowed'],
    ['allowed by NotAction with other actions', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], 'allowed'],
    ['denied by NotAction with this action', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'implicitDeny'],
    [
      'allowed by NotResource with others',
      [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' }],
      'allowed',
    ],
    ['denied by NotResource with this one', [{ Effect: 'Allow', Action: '*', NotResource: user }], 'implicitDeny'],
    ['allowed by an ARN that is cut short', [allow('iam:*', 'arn:aws:iam')], 'allowed'],
    ['allowed by a variable with a value', [allow('iam:*', 'arn:aws:iam::*:user/ci/${aws:username}')], 'allowed'],
    ['denied by a variable without a value', [allow('iam:*', 'arn:aws:iam::*:user/${aws:absent}')], 'implicitDeny'],
    ['allowed by the default of a variable', [allow('iam:*', "arn:aws:iam::*:user/ci/${x:y, 'deployer'}")], 'allowed'],
  ])('%s', (_name, statements, decision) => {
    const request = { action: 'iam:CreateAccessKey', resource: user, context: { 'aws:username': ['deployer'] } };
    expect(evaluate([policy(statements)], request).decision).toBe(decision);
  });

  test('decided by a statement that is named with its policy', () => {
    const policies = [policy([allow('s3:*', '*')]), policy([allow('s3:*', '*'), allow('iam:*', '*')])];
    const { statement, policyIndex } = evaluate(policies, { action: 'iam:GetUser', resource: user, context: {} });
    expect([policyIndex, statement?.index]).toEqual([1, 1]);
  });

  test('denied where a document without a version writes a variable: it is plain text', () => {
    const document = policy([allow('iam:*', 'arn:aws:iam::*:user/ci/${aws:username}')], false);
    const request = { action: 'iam:GetUser', resource: user, context: { 'aws:username': ['deployer'] } };
    expect(evaluate([document], request).decision).toBe('implicitDeny');
    const literal = { ...request, resource: 'arn:aws:iam::1:user/ci/${aws:username}' };
    expect(evaluate([document], literal).decision).toBe('allowed');
  });
});

const context: RequestContext = {
  one: ['value'],
  upper: ['VALUE'],
  many: ['a@example.com', 'b@example.com'],
  mixed: ['a@example.com', 'b@example.org'],
  none: [],
  number: ['7'],
  date: ['2026-11-23T12:00:00Z'],
  flag: ['true'],
  address: ['203.0.113.7'],
  six: ['2001:db8::7'],
  arn: ['arn:aws:states:eu-central-1:123456789012:stateMachine:keyturn-live'],
};

describe('a condition', () => {
  test.each<[string, string, string, string | string[], boolean]>([
    ['takes one of its values', 'StringEquals', 'one', ['other', 'value'], true],
    ['finds its key in any case', 'StringEquals', 'ONE', 'value', true],
    ['keeps the case of a value', 'StringEquals', 'upper', 'value', false],
    ['can ignore the case of a value', 'StringEqualsIgnoreCase', 'upper', 'value', true],
    ['has no wildcards under StringEquals', 'StringEquals', 'one', 'val*', false],
    ['has wildcards under StringLike', 'StringLike', 'one', 'val??', true],
    ['that is negated wants no value to match', 'StringNotEquals', 'one', ['other', 'value'], false],
    ['that is negated holds for another value', 'StringNotLike', 'one', ['o*', 'x*'], true],
    ['fails for an absent key', 'StringEquals', 'absent', 'value', false],
    ['that is negated holds for an absent key', 'StringNotEquals', 'absent', 'value', true],
    ['with IfExists holds for an absent key', 'StringEqualsIfExists', 'absent', 'value', true],
    ['with IfExists still judges a value', 'StringEqualsIfExists', 'one', 'other', false],
    ['for all values wants each to match', 'ForAllValues:StringLike', 'mixed', '*@example.com', false],
    ['for all values holds where each matches', 'ForAllValues:StringLike', 'many', '*@example.com', true],
    ['for all values holds for an absent key', 'ForAllValues:StringLike', 'absent', 'x', true],
    ['for all values holds for an empty list', 'ForAllValues:StringLike', 'none', 'x', true],
    ['for any value wants one to match', 'ForAnyValue:StringLike', 'mixed', '*@example.org', true],
    ['for any value fails for an absent key', 'ForAnyValue:StringLike', 'absent', '*', false],
    ['for any value fails for an absent key even if negated', 'ForAnyValue:StringNotLike', 'absent', 'x', false],
    ['for any value and negated wants one that differs', 'ForAnyValue:StringNotLike', 'mixed', '*@example.com', true],
    ['for all values and negated wants all to differ', 'ForAllValues:StringNotLike', 'mixed', '*@example.com', false],
    ['on presence holds', 'Null', 'one', 'false', true],
    ['on presence fails for an absent key', 'Null', 'absent', 'false', false],
    ['on absence holds for an absent key', 'Null', 'absent', 'true', true],
    ['on absence holds for an empty list', 'Null', 'none', 'true', true],
    ['on a Boolean ignores case', 'Bool', 'flag', 'True', true],
    ['compares numbers', 'NumericLessThan', 'number', '7.5', true],
    ['compares numbers with equality', 'NumericGreaterThanEquals', 'number', '7', true],
    ['compares numbers by value', 'NumericNotEquals', 'number', '07', false],
    ['on a number fails for a text', 'NumericLessThan', 'one', '7', false],
    ['compares dates', 'DateGreaterThan', 'date', '2026-11-23T11:59:59Z', true],
    ['compares dates with seconds since 1970', 'DateLessThan', 'date', '1900000000', true],
    ['finds an address in a network', 'IpAddress', 'address', '203.0.113.0/24', true],
    ['finds no address in another network', 'NotIpAddress', 'address', '198.51.100.0/24', true],
    ['finds an IPv6 address in a network', 'IpAddress', 'six', '2001:db8::/32', true],
    ['keeps IPv4 and IPv6 apart', 'IpAddress', 'six', '0.0.0.0/0', false],
    ['matches an ARN field by field', 'ArnLike', 'arn', 'arn:aws:states:*:123456789012:stateMachine:*', true],
    ['lets no star leave its field in an ARN', 'ArnLike', 'arn', 'arn:aws:*:stateMachine:keyturn-live', false],
    ['has wildcards under ArnEquals too', 'ArnEquals', 'arn', 'arn:aws:states:*:*:stateMachine:keyturn-*', true],
    ['replaces variables', 'StringEquals', 'one', '${one}', true],
    ['knows the escape of a star', 'StringEquals', 'one', '${*}', false],
  ])('%s', (_name, operator, key, values, expected) => {
    expect(conditionHolds({ operator, key, values: [values].flat() }, context, '2012-10-17')).toBe(expected);
  });

  test.each([
    ['an unknown operator', 'StringIs', 'one', 'value', '"StringIs" is not an IAM condition operator'],
    ['a Boolean that is none', 'Bool', 'flag', 'yes', 'Bool cannot compare with "yes"'],
    ['a number that is none', 'NumericEquals', 'number', 'seven', 'NumericEquals cannot compare with "seven"'],
    ['a date that is none', 'DateEquals', 'date', 'today', 'DateEquals cannot compare with "today"'],
    ['a network that is none', 'IpAddress', 'address', '203.0.113.0/33', '"203.0.113.0/33" is not a network'],
    [
      'a presence that is none',
      'Null',
      'one',
      'maybe',
      'A Null condition compares with "true" or "false", not with "maybe"',
    ],
  ])('is an error with %s', (_name, operator, key, value, message) => {
    expect(() => conditionHolds({ operator, key, values: [value] }, context, '2012-10-17')).toThrow(message);
  });

  test('does not take what every object has for a key of the request', () => {
    expect(conditionHolds({ operator: 'Null', key: 'constructor', values: ['true'] }, context, undefined)).toBe(true);
  });
});

function allow(action: string, resource: string): object {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

function deny(action: string, resource: string): object {
  return { Effect: 'Deny', Action: action, Resource: resource };
}

function policy(statements: object[], version = true): PolicyDocument {
  return parseIdentityPolicy(JSON.stringify({ ...(version && { Version: '2012-10-17' }), Statement: statements }));
}
