/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-dynamic-delete -- an input is untyped JSON here, and is taken apart anywhere */
import fc from '../../fast-check';
import type { Loose } from '../../checks/sample';
import { addResource, editDocument, type Edit, type Form, type Subject } from './subject';

const list = (value: Loose): Loose[] => (Array.isArray(value) ? value : [value]);

/** Object and list members in another order, decided by a number. */
function turned(value: Loose, by: number): Loose {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries<Loose>(value);
  const at = entries.length === 0 ? 0 : by % entries.length;
  return Object.fromEntries(
    [...entries.slice(at), ...entries.slice(0, at)].map(([name, one]) => [name, turned(one, by)]),
  );
}

/** Writes some letters as escapes of JSON, which mean the same. */
const escaped = (text: string): string => text.replaceAll('arn:aws', '\\u0061rn:aws');

const isStack = ({ form }: Subject): boolean => form !== 'export' && form !== 'policy';

/** A resource of the stack that an edit picks by a number. */
function pick({ input }: Subject, at: number): { type: string; name: string; body: Loose } | undefined {
  if (Array.isArray(input.resource)) return undefined;
  const all = Object.entries<Loose>(input.resource ?? {}).flatMap(([type, ofType]) =>
    Array.isArray(ofType) ? [] : Object.entries<Loose>(ofType).map(([name, body]) => ({ type, name, body })),
  );
  return all[at % all.length];
}

const inAnyForm: fc.Arbitrary<Edit>[] = [
  fc.nat(9).map((by) => ({
    says: `members in another order (${by})`,
    apply: (subject) => {
      subject.input = turned(subject.input, by);
      return true;
    },
  })),
  fc.constantFrom<string | number>(1, 2, '\t', '\r\n').map((indent) => ({
    says: `indented with ${JSON.stringify(indent)}`,
    apply: (subject) => {
      subject.write = (made) => JSON.stringify(made, null, indent);
      return true;
    },
  })),
  fc.constant<Edit>({
    says: 'letters as escapes',
    apply: (subject) => {
      const { write } = subject;
      subject.write = (made) => escaped(write(made));
      return true;
    },
  }),
  fc.nat(9).map((by) => ({
    says: `the policy's statements in another order (${by})`,
    apply: (subject) =>
      editDocument(subject, 'policy', (policy) => {
        const all = list(policy.Statement);
        policy.Statement = [...all.slice(by % all.length), ...all.slice(0, by % all.length)];
        return true;
      }),
  })),
  fc.constantFrom('Action', 'Resource').map((element) => ({
    says: `a statement for each ${element}`,
    apply: (subject) =>
      editDocument(subject, 'policy', (policy) => {
        policy.Statement = list(policy.Statement).flatMap((one) =>
          one[element] === undefined || (one.Sid !== undefined && typeof one.Sid !== 'string') ? [one] : list(one[element]).map((value) => ({ ...one, Sid: undefined, [element]: value })),
        );
        return true;
      }),
  })),
  fc.constantFrom<'toUpperCase' | 'toLowerCase'>('toUpperCase', 'toLowerCase').map((way) => ({
    says: `actions ${way}`,
    apply: (subject) =>
      editDocument(subject, 'policy', (policy) => {
        for (const one of list(policy.Statement)) if (one.Action !== undefined) one.Action = list(one.Action).map((action: string) => (typeof action === "string" ? action[way]() : action));
        return true;
      }),
  })),
  fc.constant<Edit>({
    says: 'a Deny of another service',
    apply: (subject) =>
      editDocument(subject, 'policy', (policy) => {
        policy.Statement = [...list(policy.Statement), { Effect: 'Deny', Action: 's3:*', Resource: '*' }];
        return true;
      }),
  }),
]; // prettier-ignore

const inStacks: fc.Arbitrary<Edit>[] = [
  fc.tuple(fc.nat(99), fc.constantFrom('a', 'x-1', 'execution2', 'the_role')).map(([at, to]) => ({
    says: `resource ${at} is renamed to ${to}`,
    apply: (subject) => {
      const found = pick(subject, at);
      // For an instance of `for_each` only Terraform makes a plan.
      if (found === undefined || !isStack(subject) || found.body?.for_each !== undefined || found.body?.count !== undefined) return false;
      const { type, name } = found;
      if (subject.input.resource[type][to] !== undefined) return false;
      const text = JSON.stringify(subject.input).replaceAll(new RegExp(`\\b${type}\\.${name}\\b(?!-)`, 'g'), `${type}.${to}`);
      subject.input = JSON.parse(text);
      const ofType: Loose = subject.input.resource[type];
      ofType[to] = ofType[name];
      delete ofType[name];
      return true;
    },
  })),
  fc.nat(99).map((at) => ({
    says: `a comment on resource ${at}`,
    apply: (subject) => {
      const found = pick(subject, at);
      if (found === undefined || typeof found.body !== 'object' || Array.isArray(found.body)) return false;
      found.body['//'] = { note: 'a comment: "Action": "*"' };
      return true;
    },
  })),
  fc.constantFrom('team', 'a/b', 'été').map((key) => ({
    says: `a tag ${key}`,
    apply: ({ input }) => {
      const role = Object.values<Loose>(input.resource?.aws_iam_role ?? {})[0];
      if (typeof role !== 'object' || Array.isArray(role)) return false;
      role.tags = { ...role.tags, [key]: 'x' };
      return true;
    },
  })),
  fc
    .constantFrom<[string, object]>(
      ['aws_cloudwatch_log_group', { name: 'x' }],
      ['aws_s3_bucket', { bucket: 'x' }],
      ['aws_sns_topic', { name: 'x' }],
      ['aws_sqs_queue', { name: 'x' }],
      ['aws_iam_user', { name: 'somebody' }],
      ['aws_iam_user_policy', { name: 'x', user: 'somebody', policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::x/*"}]}' }],
    )
    .map(([type, body]) => ({ says: `a resource of ${type}`, apply: (subject) => addResource(subject, type, { ...body }) })),
  fc.constantFrom('', 'Seconds').map((field) => ({
    says: field === '' ? 'a comment in the definition' : 'a state more in the definition',
    apply: (subject) =>
      editDocument(subject, 'definition', (definition) => {
        definition.Comment = 'A comment.';
        if (field === '') return true;
        const end = definition.States?.Forget;
        if (end?.Next === undefined) return false;
        definition.States.Rest = { Type: 'Wait', Seconds: 1, Next: end.Next };
        end.Next = 'Rest';
        return true;
      }),
  })),
]; // prettier-ignore

/** What only a stack can say, and what a plan that is made of it without Terraform would not show. */
const inStacksAlone: fc.Arbitrary<Edit>[] = [
  fc.tuple(fc.nat(99), fc.nat(9)).map(([at, which]) => ({
    says: `text ${which} of resource ${at} in a local`,
    apply: (subject) => {
      const found = pick(subject, at);
      const texts = Object.entries(found?.body ?? {}).filter(
        ([name, value]) => name !== 'provider' && typeof value === 'string' && !/\$\{(each|count|self)\b/.test(value),
      );
      const [name, value] = texts[which % texts.length] ?? [];
      if (found === undefined || name === undefined || subject.form !== 'stack') return false;
      const locals: Loose = (subject.input.locals ??= {});
      const local = `moved${Object.keys(locals as object).length}`;
      locals[local] = value;
      found.body[name] = `\${local.${local}}`;
      return true;
    },
  })),
  fc.constant<Edit>({
    says: 'an output more',
    apply: ({ input }) => {
      input.output = { ...input.output, more: { value: 'x' } };
      return true;
    },
  }),
];

/** Plans and states list their resources in any order. */
const inShown: fc.Arbitrary<Edit> = fc.nat(99).map((by) => ({
  says: `resources in another order (${by})`,
  apply: ({ later }) => {
    later.push((made) => {
      const turn = (all: Loose[]): Loose[] => [...all.slice(by % all.length), ...all.slice(0, by % all.length)];
      if (made.resource_changes !== undefined) made.resource_changes = turn(made.resource_changes);
      else made.values.root_module.resources = turn(made.values.root_module.resources);
    });
    return true;
  },
}));

const inExports: fc.Arbitrary<Edit> = fc.constantFrom('RoleDetailList', 'UserDetailList').map((name) => ({
  says: `${name} in another order`,
  apply: ({ input }) => {
    if (input[name] === undefined) return false;
    input[name] = [...input[name]].reverse();
    return true;
  },
}));

/** Edits that give nobody a right and hide nothing. */
export function harmlessEdits(form: Form): fc.Arbitrary<Edit> {
  switch (form) {
    case 'stack':
      return fc.oneof(...inAnyForm, ...inStacks, ...inStacksAlone);
    case 'plan':
    case 'state':
      return fc.oneof(...inAnyForm, ...inStacks, inShown);
    case 'export':
      return fc.oneof(...inAnyForm, inExports);
    case 'policy':
      return fc.oneof(...inAnyForm);
  }
}
