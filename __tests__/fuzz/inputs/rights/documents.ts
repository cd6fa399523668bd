/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-dynamic-delete -- an input is untyped JSON here, and is taken apart anywhere */
import fc from '../../../fast-check';
import type { Loose } from '../../../checks/sample';
import { account, editDocument, roleArn, type Document, type Edit } from '../subject';

const list = (value: Loose): Loose[] => (Array.isArray(value) ? value : [value]);
const allows = (policy: Loose): Loose[] => list(policy.Statement).filter((one) => one?.Effect === 'Allow');

const edit = (document: Document, says: string, change: (document: Loose) => boolean): Edit => ({
  says: `${document}: ${says}`,
  apply: (subject) => editDocument(subject, document, change),
});

/** An edit of one Allow statement of the role's policy, picked by a number. */
const ofStatement = (says: string, at: number, change: (statement: Loose) => boolean): Edit =>
  edit('policy', `${says} in Allow ${at}`, (policy) => {
    const all = allows(policy);
    const one = all[at % all.length];
    return one !== undefined && change(one);
  });

const at = fc.nat(5);
const otherActions = fc.constantFrom(
  ...['iam:UpdateAccessKey', 'iam:AttachUserPolicy', 'iam:*AccessKey', 'IAM:PASSROLE', 'iam:*', '*', '*:*', 'i*:*', 'secretsmanager:GetSecretValue'],
  ...['secretsmanager:Update*', 'ses:Send*', 'ses:SendRawEmail', 's3:GetObject', 'sts:AssumeRole', 'iam:CreateAccessKe?', 'states:*', 'lambda:InvokeFunction'],
); // prettier-ignore
const otherResources = fc.constantFrom(
  ...['*', `arn:aws:iam::${account}:user/administrator`, `arn:aws:iam::${account}:user/*`, 'arn:aws:iam', 'arn:*', `arn:aws:iam::${account}:user/\${aws:username}`],
  ...[`arn:aws:iam::${account}:user/Backup-Agent`, 'arn:aws:iam::999999999999:user/backup-agent', `arn:aws:iam::${account}:user/backup-agen?`, 'arn:*:*:*:*:*'],
  ...[`arn:aws:secretsmanager:eu-central-1:${account}:secret:*`, `arn:aws:iam::${account}:*`, `arn:aws:iam:*:${account}:user/backup-agent`, '?*', `arn:aws:ses:eu-central-1:${account}:identity/*`],
); // prettier-ignore

/** Pairs that look as if no service could mean them; what AWS makes of them is not documented. */
const unclearResources = fc.constantFrom(
  ...[`arn:aws:IAM::${account}:user/administrator`, `ARN:aws:iam::${account}:user/administrator`, 'administrator', `arn:aws:secretsmanager:eu-central-1:${account}:replica:x`],
  ...[`arn:AWS:iam::${account}:user/x`, ` arn:aws:iam::${account}:user/x`, `arn:aws:iam::${account}:role/x`, `arn:aws:Secretsmanager:eu-central-1:${account}:secret:x`],
); // prettier-ignore

/** Puts a wildcard for a character that is not one. */
function widened(text: string, place: number, wildcard: string): string | undefined {
  const places = Array.from(text, (character, index) => ({ character, index })).filter(
    ({ character, index }) => index >= 4 && !/[*?]/.test(character),
  );
  const found = places[place % places.length];
  return found === undefined ? undefined : text.slice(0, found.index) + wildcard + text.slice(found.index + 1);
}

const statements: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(at, otherActions).map(([index, action]) =>
    ofStatement(`action ${action}`, index, (one) => {
      if (one.Action === undefined) return false;
      one.Action = [...list(one.Action), action];
      return true;
    }),
  ),
  fc.tuple(at, otherResources).map(([index, resource]) =>
    ofStatement(`resource ${resource}`, index, (one) => {
      if (one.Resource === undefined || isMeaningless(one, resource)) return false;
      one.Resource = [...list(one.Resource), resource];
      return true;
    }),
  ),
  fc.tuple(at, unclearResources).map(([index, resource]) =>
    ofStatement(`resource ${resource}`, index, (one) => {
      if (one.Resource === undefined || isMeaningless(one, resource)) return false;
      one.Resource = [...list(one.Resource), resource];
      return true;
    }),
  ),
  fc.tuple(at, fc.nat(9), fc.nat(99), fc.constantFrom('*', '?')).map(([index, which, place, wildcard]) =>
    ofStatement(`${wildcard} for character ${place} of resource ${which}`, index, (one) => {
      const all = list(one.Resource);
      const text = all[which % all.length];
      const wide = typeof text === 'string' ? widened(text, place, wildcard) : undefined;
      if (wide === undefined) return false;
      one.Resource = all.map((each, position) => (position === which % all.length ? wide : each));
      return true;
    }),
  ),
  fc.tuple(at, fc.nat(9), fc.nat(99)).map(([index, which, place]) =>
    ofStatement(`* for character ${place} of action ${which}`, index, (one) => {
      if (one.Action === undefined) return false;
      const all = list(one.Action);
      const text: string = all[which % all.length];
      const wide = widened(text, place, '*');
      if (!wide?.includes(':')) return false;
      one.Action = [...all, wide];
      return true;
    }),
  ),
  fc.tuple(at, fc.constantFrom('Action', 'Resource')).map(([index, element]) =>
    ofStatement(`Not${element}`, index, (one) => {
      if (one[element] === undefined) return false;
      one[`Not${element}`] = one[element];
      delete one[element];
      return true;
    }),
  ),
  fc.tuple(fc.nat(9), fc.constantFrom('gone', 'IfExists', 'wide', 'ForAnyValue', 'other key', 'not')).map(([which, how]) =>
    edit('policy', `condition ${which} ${how}`, (policy) => {
      const found = allows(policy).find((one) => list(one.Action).some((action) => /^ses:/i.test(String(action))) && one.Condition !== undefined);
      return found !== undefined && loosened(found, which, how);
    }),
  ),
  // Larger than IAM takes, or than anybody looks at: judged in bounds, and not a pass.
  fc.constantFrom<[number, number]>([1, 700], [300, 1], [400, 400]).map(([actions, resources]) =>
    edit('policy', `a Deny of ${actions} actions on ${resources} resources`, (policy) => {
      const of = (count: number, name: string): string[] => Array.from({ length: count }, (_, index) => `${name}${index}`);
      const Deny = { Effect: 'Deny', Action: of(actions, 's3:GetSomethingThatIsThere'), Resource: of(resources, 'arn:aws:s3:::bucket/object') };
      policy.Statement = [...list(policy.Statement), Deny, { ...Deny, Action: 's3:*', Resource: `arn:aws:s3:::${'x'.repeat(10_240)}` }];
      return true;
    }),
  ),
  fc.tuple(otherActions, otherResources).map(([Action, Resource]) =>
    edit('policy', `a statement with ${Action} on ${Resource}`, (policy) => {
      if (isMeaningless({ Action }, Resource)) return false;
      policy.Statement = [...list(policy.Statement), { Effect: 'Allow', Action, Resource }];
      return true;
    }),
  ),
); // prettier-ignore

/** The service defines no such resource for any of the actions, and it is written so that nobody can read it otherwise. */
function isMeaningless({ Action, NotAction }: Loose, resource: string): boolean {
  if (NotAction !== undefined) return false;
  const [, service] = /^arn:aws:([a-z]+):[a-z0-9*-]*:[0-9*]*:./.exec(resource) ?? [];
  return service !== undefined && list(Action).every((one) => five.has(String(one).toLowerCase()) && !String(one).toLowerCase().startsWith(`${service}:`));
} // prettier-ignore
const five = new Set(
  ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey', 'secretsmanager:UpdateSecret', 'ses:SendEmail'].map((one) => one.toLowerCase()),
); // prettier-ignore

/** Makes a condition of the mail hold for more, in one of the ways. */
function loosened(statement: Loose, which: number, how: string): boolean {
  const operators = Object.keys(statement.Condition as object).filter((one) => one !== 'Null');
  const operator = operators[which % operators.length];
  if (operator === undefined || operators.length < 2) return false;
  const block: Loose = statement.Condition[operator];
  const isMany = operator.startsWith('ForAllValues');
  if (how === 'wide') {
    for (const key of Object.keys(block as object)) block[key] = [...list(block[key]), 'somebody@example.org'];
    return true;
  }
  if ((how === 'ForAnyValue' && !isMany) || (how === 'not' && isMany)) return false;
  delete statement.Condition[operator];
  if (how === 'IfExists') statement.Condition[`${operator}IfExists`] = block;
  if (how === 'ForAnyValue') statement.Condition[operator.replace('ForAllValues', 'ForAnyValue')] = block;
  if (how === 'not') statement.Condition[operator.replace('String', 'StringNot')] = block;
  if (how === 'other key') statement.Condition[operator] = { 'aws:RequestedRegion': ['eu-central-1'] };
  return how !== 'IfExists' || !isMany;
}

const others = fc.constantFrom<Loose>(
  { Service: 'ec2.amazonaws.com' },
  { Service: ['states.amazonaws.com', 'lambda.amazonaws.com'] },
  { AWS: '999999999999' },
  { AWS: `arn:aws:iam::${account}:root` },
  { AWS: roleArn },
  { AWS: '*' },
  { Federated: 'cognito-identity.amazonaws.com' },
  '*',
);

const trust: fc.Arbitrary<Edit> = fc.oneof(
  others.map((Principal) =>
    edit('trust', `principal ${JSON.stringify(Principal)}`, (policy) => {
      policy.Statement = [...list(policy.Statement), { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
      return true;
    }),
  ),
  others.map((Principal) =>
    edit('trust', `principal ${JSON.stringify(Principal)} under the same conditions`, (policy) => {
      const [one] = allows(policy);
      if (one === undefined) return false;
      policy.Statement = [...list(policy.Statement), { ...one, Principal }];
      return true;
    }),
  ),
  fc.constantFrom('Condition', 'Principal').map((element) =>
    edit('trust', `${element} gone or reversed`, (policy) => {
      const [one] = allows(policy);
      if (one?.[element] === undefined) return false;
      if (element === 'Principal') one.NotPrincipal = one.Principal;
      delete one[element];
      return true;
    }),
  ),
  fc.tuple(fc.nat(3), fc.constantFrom('gone', 'wide', 'IfExists')).map(([which, how]) =>
    edit('trust', `condition ${which} ${how}`, (policy) => {
      const [one] = allows(policy);
      const operators = Object.keys((one?.Condition ?? {}) as object).filter((each) => Object.keys(one.Condition[each] as object).some((key) => /^aws:source(arn|account)$/i.test(key)) && !each.endsWith('IfExists') && each !== 'Null');
      const operator = operators[which % operators.length];
      if (operator === undefined) return false;
      const block: Loose = one.Condition[operator];
      delete one.Condition[operator];
      if (how === 'IfExists') one.Condition[`${operator}IfExists`] = block;
      if (how === 'wide') one.Condition.StringLike = { ...one.Condition.StringLike, ...Object.fromEntries(Object.keys(block as object).map((key) => [key, '*'])) };
      return true;
    }),
  ),
  fc.constantFrom('sts:TagSession', 'sts:*', '*', 'sts:SetSourceIdentity', 'STS:assumerolewithwebidentity').map((action) =>
    edit('trust', `action ${action}`, (policy) => {
      const [one] = allows(policy);
      if (one?.Action === undefined) return false;
      one.Action = [...list(one.Action), action];
      return true;
    }),
  ),
); // prettier-ignore

/** Edits of the documents that every form has in its way. */
export const documentRights = { policy: statements, trust };
