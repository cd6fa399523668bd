import {
  parseIdentityPolicy,
  parseResourcePolicy,
  parseTrustPolicy,
  PolicySyntaxError,
} from '../../../src/iam/policy/document';

const allow = { Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: 'arn:aws:iam::123456789012:user/a' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } };

describe('a document in full', () => {
  test('has its single values as lists', () => {
    const condition = {
      StringEquals: { 'aws:SourceAccount': 123456789012 },
      Bool: { 'aws:SecureTransport': [true, 'false'] },
    };
    expect(parseTrustPolicy(text({ ...trust, Sid: 'States', Condition: condition }))).toEqual({
      version: '2012-10-17',
      statements: [
        {
          index: 0,
          sid: 'States',
          effect: 'Allow',
          action: { negated: false, patterns: ['sts:AssumeRole'] },
          principal: { negated: false, principals: [{ type: 'Service', value: 'states.amazonaws.com' }] },
          conditions: [
            { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['123456789012'] },
            { operator: 'Bool', key: 'aws:SecureTransport', values: ['true', 'false'] },
          ],
        },
      ],
    });
  });

  test('may have one statement without a list around it, and no version', () => {
    const document = parseIdentityPolicy(JSON.stringify({ Statement: allow }));
    expect(document.version).toBeUndefined();
    expect(document.statements).toHaveLength(1);
  });

  test('keeps what is negated apart', () => {
    const [statement] = parseResourcePolicy(
      text({ Effect: 'Deny', NotAction: ['iam:*'], NotResource: ['*'], NotPrincipal: { AWS: ['123456789012'] } }),
    ).statements;
    expect(statement?.action.negated).toBe(true);
    expect(statement?.resource?.negated).toBe(true);
    expect(statement?.principal?.negated).toBe(true);
  });

  test('may name everyone by a bare star', () => {
    const [statement] = parseResourcePolicy(text({ ...allow, Principal: '*' })).statements;
    expect(statement?.principal?.principals).toEqual([{ type: '*', value: '*' }]);
  });
});

describe('an identity policy is refused for', () => {
  test.each<[string, unknown, string]>([
    [
      'an element in lower case',
      { ...allow, resource: '*' },
      'Statement 0 has the unknown element "resource"; write it Resource',
    ],
    ['an unknown element', { ...allow, Resources: '*' }, 'Statement 0 has the unknown element "Resources"; known are'],
    ['__proto__ as an element', JSON.parse('{"__proto__": {}}'), 'Statement 0 has the unknown element "__proto__"'],
    ['Action next to NotAction', { ...allow, NotAction: 's3:*' }, 'has both Action and NotAction'],
    ['Resource next to NotResource', { ...allow, NotResource: '*' }, 'has both Resource and NotResource'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'Statement 0 has neither Action nor NotAction'],
    ['no resource', { Effect: 'Allow', Action: 'iam:*' }, 'Statement 0 has neither Resource nor NotResource'],
    ['no effect', { Action: 'iam:*', Resource: '*' }, 'Statement 0 has no Effect; it must be "Allow" or "Deny"'],
    [
      'an effect in lower case',
      { ...allow, Effect: 'allow' },
      'Effect must be "Allow" or "Deny", in this spelling, not "allow"',
    ],
    ['an empty list of actions', { ...allow, Action: [] }, 'Action is an empty list'],
    ['an empty list of resources', { ...allow, Resource: [] }, 'Resource is an empty list'],
    ['an empty resource', { ...allow, Resource: [''] }, 'Resource must hold non-empty strings, not ""'],
    ['a number as an action', { ...allow, Action: [1] }, 'Action must hold non-empty strings, not 1'],
    ['null as a resource', { ...allow, Resource: null }, 'Resource must hold non-empty strings, not null'],
    ['an action with a blank', { ...allow, Action: 'iam:ListUsers ' }, '"iam:ListUsers " is not an action'],
    [
      'an action without a service',
      { ...allow, Action: 'ListUsers' },
      '"ListUsers" is not an action; write one such as "service:Name"',
    ],
    ['an action with a look-alike', { ...allow, Action: 'iam:L\u00edstUsers' }, 'is not an action'],
    [
      'a letter from outside Latin-1',
      { ...allow, Resource: 'arn:aws:s3:::\u212a' },
      'cannot hold the character U+212A',
    ],
    ['a control character', { ...allow, Resource: 'arn:aws:s3:::\u0000' }, 'cannot hold the character U+0000'],
    ['a principal', { ...allow, Principal: '*' }, 'has a principal, which an identity policy must not have'],
    ['a Sid with a blank', { ...allow, Sid: 'a b' }, 'Sid "a b" may have letters and digits only'],
    ['a Sid that is not a string', { ...allow, Sid: 7 }, 'Sid must be a string, not 7'],
    ['a statement that is a string', 'Allow', 'Statement 0 must be an object, not "Allow"'],
    ['a condition that is a list', { ...allow, Condition: [] }, 'Condition must be an object, not []'],
    ['an unknown operator', condition({ StringIs: { k: 'v' } }), '"StringIs" is not an IAM condition operator'],
    [
      'an operator in lower case',
      condition({ stringlike: { k: 'v' } }),
      'not an IAM condition operator; write it StringLike',
    ],
    ['IfExists on Null', condition({ NullIfExists: { k: 'true' } }), '"NullIfExists" is not an IAM condition operator'],
    ['an unknown set operator', condition({ 'ForSome:StringLike': { k: 'v' } }), 'not an IAM condition operator'],
    [
      'an operator without keys',
      condition({ StringLike: 'v' }),
      'the condition StringLike must be an object of keys, not "v"',
    ],
    [
      'one key in two spellings',
      condition({ StringLike: { 'aws:a': 'v', 'AWS:A': 'w' } }),
      'has the key "AWS:A" in two spellings',
    ],
    [
      'a condition value that is an object',
      condition({ StringLike: { k: {} } }),
      'must have strings as values, not {}',
    ],
    [
      'a condition value that is null',
      condition({ StringLike: { k: [null] } }),
      'must have strings as values, not null',
    ],
    ['a fraction without quotes', condition({ NumericLessThan: { k: 0.5 } }), 'not 0.5; write this number in quotes'],
    ['an empty condition key', condition({ StringLike: { '': 'v' } }), 'the key must be printable text'],
  ])('%s', (_name, statement, message) => {
    expect(refusal(() => parseIdentityPolicy(text(statement)))).toContain(message);
  });

  test.each<[string, string, string]>([
    [
      'text that is not JSON',
      '{',
      'The text ends where a key in double quotes or "}" should follow (line 1, column 2)',
    ],
    ['a list', '[]', 'A policy document must be an object, not []'],
    ['no statement', '{"Version": "2012-10-17"}', 'The document has no Statement'],
    ['an empty list of statements', '{"Statement": []}', 'Statement is an empty list'],
    ['an Id', `{"Id": "x", "Statement": [${JSON.stringify(allow)}]}`, 'Id belongs to resource policies'],
    [
      'a repeated effect',
      '{"Statement": [{"Effect": "Deny", "Effect": "Allow"}]}',
      'The key "Effect" is repeated in one object (line 1, column 35)',
    ],
    [
      'an element in lower case',
      '{"statement": []}',
      'The document has the unknown element "statement"; write it Statement',
    ],
    [
      'a repeated Sid',
      JSON.stringify({
        Statement: [
          { ...allow, Sid: 'A' },
          { ...allow, Sid: 'A' },
        ],
      }),
      'Statement 1 repeats the Sid "A"',
    ],
  ])('%s', (_name, document, message) => {
    expect(refusal(() => parseIdentityPolicy(document))).toContain(message);
  });

  test.each(['2012-10-18', 20121017, null, ['2012-10-17']])('the version %j', (version) => {
    const document = JSON.stringify({ Version: version, Statement: [allow] });
    expect(refusal(() => parseIdentityPolicy(document))).toContain('Version must be "2012-10-17" or "2008-10-17", not');
  });
});

describe('a trust policy is refused for', () => {
  test.each<[string, unknown, string]>([
    ['a resource', { ...trust, Resource: '*' }, 'has a resource, which a trust policy must not have'],
    ['no principal', { ...trust, Principal: undefined }, 'must have a Principal'],
    [
      'NotPrincipal',
      { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '*' } },
      'must have a Principal',
    ],
    ['Principal next to NotPrincipal', { ...trust, NotPrincipal: '*' }, 'has both Principal and NotPrincipal'],
    [
      'a principal that is a string',
      { ...trust, Principal: 'states.amazonaws.com' },
      'Principal must be "*" or an object',
    ],
    ['a principal of an unknown type', { ...trust, Principal: { service: 'x' } }, 'has the unknown type "service"'],
    ['a principal that names nobody', { ...trust, Principal: { AWS: [] } }, 'Principal names nobody'],
    ['a number as a principal', { ...trust, Principal: { AWS: 123456789012 } }, 'AWS must hold non-empty strings'],
  ])('%s', (_name, statement, message) => {
    expect(refusal(() => parseTrustPolicy(text(statement)))).toContain(message);
  });
});

describe('a resource policy', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
  const own = { Effect: 'Allow', Action: 'sqs:SendMessage', Principal: '*' };

  test.each<[string, unknown]>([
    ['everybody', own],
    ['a statement without a resource, as repositories have it', { ...own, Principal: { AWS: '111122223333' } }],
    ['NotPrincipal', { Effect: 'Deny', Action: 'sqs:*', NotPrincipal: { AWS: '111122223333' }, Resource: '*' }],
    ['a Sid with blanks, which other services take', { ...own, Sid: 'Allow publishing, please' }],
  ])('may have %s', (_name, statement) => {
    expect(parseResourcePolicy(text(statement)).statements).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    ['no principal', text({ ...own, Principal: undefined }), 'has neither Principal nor NotPrincipal'],
    ['a principal that is an ARN', text({ ...own, Principal: 'arn:aws:iam::111122223333:root' }), 'Principal must be'],
    ['both principals', text({ ...own, NotPrincipal: '*' }), 'has both Principal and NotPrincipal'],
    ['a repeated key', text(own).replace('"Principal"', '"Effect":"Deny","Principal"'), 'Effect'],
    ['a principal type in another case', text({ ...own, Principal: { aws: '*' } }), 'has the unknown type "aws"'],
  ])('is refused for %s', (_name, document, message) => {
    expect(refusal(() => parseResourcePolicy(document))).toContain(message);
  });
});

test('an error is one line, however long the text', () => {
  const message = refusal(() => parseIdentityPolicy(text({ ...allow, Effect: 'A\nllow'.repeat(1000) })));
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(200);
});

describe('a document as long as AWS takes any', () => {
  const users = (count: number) => Array.from({ length: count }, (_, index) => `arn:aws:iam::1:user/${index}`);

  test('is read', () => {
    const document = parseIdentityPolicy(text({ ...allow, Resource: users(4500) }));
    expect(document.statements[0]?.resource?.patterns).toHaveLength(4500);
  });

  test.each([
    ['in many texts', { ...allow, Resource: users(5000) }],
    ['in one text', { ...allow, Action: 'a'.repeat(140_000) }],
    ['in names', { ...allow, Condition: { StringEquals: { ['a'.repeat(140_000)]: 'b' } } }],
  ])('and longer is refused, %s', (_, statement) => {
    expect(() => parseIdentityPolicy(text(statement))).toThrow('longer than any policy that AWS accepts');
  });
});

function text(statement: unknown): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function condition(value: unknown): unknown {
  return { ...allow, Condition: value };
}

function refusal(read: () => unknown): string {
  try {
    read();
    return 'accepted';
  } catch (error) {
    return error instanceof PolicySyntaxError ? error.message : `another error: ${String(error)}`;
  }
}
