import fc from '../fast-check';
import type { Files } from './installed';

/** Arguments of a data source `aws_iam_policy_document`. */
type Document = Readonly<Record<string, unknown>>;

const user = 'arn:aws:iam::111122223333:user/ci';
const source = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (more: object) => ({ effect: 'Allow', actions: ['iam:ListAccessKeys'], resources: [user], ...more });
const wide = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Documents that the provider makes; hostile ones first. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
export const documents: { readonly [name: string]: Document } = {
  no_resources: { statement: { actions: ['*'] } },
  override_takes_the_place: {
    statement: allow({ sid: 'A' }),
    override_policy_documents: [source({ Sid: 'A', ...wide })],
  },
  own_takes_the_place_of_a_source: {
    statement: allow({ sid: 'A' }),
    source_policy_documents: [source({ Sid: 'A', ...wide })],
  },
  override_of_another_sid_is_added: {
    statement: allow({ sid: 'A' }),
    override_policy_documents: [source({ Sid: 'a', ...wide })],
  },
  override_without_sid_is_added: { statement: allow({}), override_policy_documents: [source(wide)] },
  overrides_in_order: {
    override_policy_documents: [
      source({ Sid: 'A', ...wide }),
      source({ Sid: 'A', ...wide, Effect: 'Deny' }),
      source(wide, wide),
    ],
  },
  twice_in_one_override: {
    override_policy_documents: [source({ Sid: 'A', ...wide }, { Sid: 'A', ...wide, Effect: 'Deny' })],
  },
  same_condition_twice_widens: {
    statement: allow({
      condition: [
        { test: 'StringEquals', variable: 'aws:username', values: ['a'] },
        { test: 'StringEquals', variable: 'aws:username', values: ['b', 'a'] },
        { test: 'StringEquals', variable: 'aws:Username', values: ['c'] },
      ],
    }),
  },
  no_condition_values: {
    statement: allow({ condition: { test: 'StringEquals', variable: 'aws:username', values: [] } }),
  },
  any_principal_text_is_everybody: {
    source_policy_documents: [
      source({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: 'arn:aws:iam::111122223333:root' }),
    ],
  },
  star_of_star: { statement: { actions: ['a:B'], principals: { type: '*', identifiers: ['*'] } } },
  aws_star: { statement: { actions: ['a:B'], principals: { type: 'AWS', identifiers: ['*'] } } },
  star_of_star_and_more: {
    statement: {
      actions: ['a:B'],
      principals: [
        { type: '*', identifiers: ['*'] },
        { type: 'AWS', identifiers: ['*'] },
      ],
    },
  },
  star_from_a_source: {
    source_policy_documents: [
      source(
        { Effect: 'Allow', Action: 'a:B', Principal: { '*': '*' } },
        { Effect: 'Allow', Action: 'a:B', Principal: { AWS: ['*'] } },
      ),
    ],
  },
  principals_of_one_type: {
    statement: {
      actions: ['sts:AssumeRole'],
      principals: [
        { type: 'AWS', identifiers: ['a', 'b'] },
        { type: 'AWS', identifiers: ['c'] },
        { type: 'Service', identifiers: ['s'] },
      ],
    },
  },
  not_principals: { statement: { actions: ['a:B'], not_principals: [{ type: 'AWS', identifiers: [user] }] } },
  not_actions: { statement: { not_actions: ['iam:*'], not_resources: [user, '*'] } },
  variables: {
    statement: allow({
      resources: ['arn:aws:iam::*:user/&{aws:username}'],
      condition: { test: 'StringLike', variable: '&{x}', values: ['&{aws:username}', '&&{x}'] },
    }),
  },
  variables_in_actions: { statement: { actions: ['iam:&{x}'], resources: ['$${aws:username}'] } },
  old_version: { version: '2008-10-17', statement: allow({}) },
  version_upgraded: { version: '2008-10-17', statement: allow({}), override_policy_documents: [source(wide)] },
  version_not_lowered: { override_policy_documents: ['{"Version":"2008-10-17","Statement":[]}'] },
  no_version_in_a_source: {
    version: '2008-10-17',
    source_policy_documents: ['{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'],
  },
  ids: {
    policy_id: 'own',
    source_policy_documents: ['{"Id":"source","Statement":[]}'],
    override_policy_documents: ['{"Id":"","Statement":[]}'],
  },
  id_overridden: { policy_id: 'own', override_policy_documents: ['{"Id":"over","Statement":[]}'] },
  nothing: {},
  empty_blocks: { statement: [], source_policy_documents: [], policy_id: '', source_json: '', override_json: '' },
  comments: {
    '//': 'x',
    statement: [
      {
        '//': { y: 1 },
        actions: ['a:B'],
        resources: ['*'],
        condition: { '//': 'z', test: 'Bool', variable: 'v', values: ['true'] },
      },
    ],
  },
  repeated_actions: { statement: { actions: ['b:B', 'a:A', 'b:B', 'C:c'], resources: ['x', 'x'] } },
  values_of_other_types: {
    statement: {
      sid: 12,
      actions: ['a:B'],
      resources: ['*'],
      condition: { test: 'Bool', variable: 'v', values: [true, 5, 1.5, 'x'] },
    },
  },
  bool_in_a_source: {
    source_policy_documents: [
      source({ ...wide, Condition: { Bool: { a: true, b: ['x', 'y'] }, Null: { c: 'true' } } }),
    ],
  },
  empty_parts_of_a_source: {
    source_policy_documents: [
      source({ Effect: 'Allow', Action: [], Resource: [], Condition: {}, Principal: {}, Sid: '' }),
    ],
  },
  lists_of_a_source_stay: {
    source_policy_documents: [
      source({ Effect: 'Deny', Action: ['a:B'], Resource: ['y', 'x', 'x'], Condition: { StringEquals: { k: ['v'] } } }),
    ],
  },
  html: { statement: { actions: ['a:B'], resources: ['<&>"\\\u2028'] } },
  composed: { normalised: 1 },
};

/** `composed` has a letter and its accent apart. */
(documents as Record<string, Document>).composed = { statement: { actions: ['a:B'], resources: ['user/e\u0301'] } };

/** Documents that are not followed, although the provider makes something of them: what it makes is not what is written. */
export const notFollowed: { readonly [name: string]: Document } = {
  // Later providers refuse it.
  sid_with_a_blank: { statement: allow({ sid: 'A B' }) },
  number_in_a_condition: {
    source_policy_documents: [source({ ...wide, Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } } })],
  },
  lower_case_elements: {
    source_policy_documents: ['{"version":"2012-10-17","statement":[{"effect":"Allow","action":"*","resource":"*"}]}'],
  },
  unknown_element: { source_policy_documents: [source({ ...wide, Actions: 'x' })] },
  repeated_element: {
    source_policy_documents: [
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}],"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    ],
  },
};

/** Documents that the provider refuses. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document#argument-reference */
export const refused: { readonly [name: string]: Document } = {
  sid_twice_among_sources: { source_policy_documents: [source({ Sid: 'A', ...wide }), source({ Sid: 'A', ...wide })] },
  sid_twice_in_statements: { statement: [allow({ sid: 'A' }), allow({ sid: 'A' })] },
  effect_of_another_case: { statement: allow({ effect: 'allow' }) },
  another_version: { version: '2012-10-18' },
  variables_in_the_old_version: { version: '2008-10-17', statement: allow({ resources: ['&{aws:username}'] }) },
  old_source: { source_json: source(wide) },
  old_override: { override_json: source(wide) },
  single_statement: { source_policy_documents: ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'] },
  no_json: { override_policy_documents: ['{'] },
  principal_that_is_a_number: { source_policy_documents: [source({ ...wide, Principal: { AWS: 1 } })] },
};

const words = fc.constantFrom('a', 'b', 'arn:aws:s3:::x/*', '*', '&{aws:username}', 'é', 'iam:*');
const list = fc.array(words, { maxLength: 4 });
const principal = fc.record({
  type: fc.constantFrom('AWS', 'Service', '*'),
  identifiers: fc.array(words, { minLength: 1, maxLength: 3 }),
});
const condition = fc.record({
  test: fc.constantFrom('StringEquals', 'StringLike'),
  variable: fc.constantFrom('x', 'y'),
  values: list,
});
const generatedStatement = fc.record(
  {
    effect: fc.constantFrom('Allow', 'Deny'),
    actions: list,
    not_actions: list,
    resources: list,
    not_resources: list,
    principals: fc.array(principal, { maxLength: 2 }),
    not_principals: fc.array(principal, { maxLength: 1 }),
    condition: fc.array(condition, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const withSids = (statements: readonly object[], sids: readonly string[]) =>
  statements.map((statement, index) =>
    sids[index] === ''
      ? statement
      : { ...statement, [Object.hasOwn(statement, 'Effect') ? 'Sid' : 'sid']: sids[index] },
  );
const sids = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 3, maxLength: 3 });
const sourceStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.oneof(words, list),
  Resource: fc.oneof(words, list),
});
const generated = fc
  .tuple(
    fc.array(generatedStatement, { maxLength: 3 }),
    sids,
    fc.array(sourceStatement, { maxLength: 3 }),
    sids,
    fc.array(sourceStatement, { maxLength: 2 }),
    sids,
  )
  .map(([own, ownSids, first, firstSids, last, lastSids]) => ({
    statement: withSids(own, ownSids),
    source_policy_documents: [source(...withSids(first, firstSids))],
    override_policy_documents: [source(...withSids(last, lastSids)), source(...last)],
  }));

/** Documents that nobody wrote; always the same ones, so that recorded answers fit. */
export const generatedDocuments: { readonly [name: string]: Document } = Object.fromEntries(
  fc.sample(generated, { seed: 20261123, numRuns: 40 }).map((document, index) => [`generated_${index}`, document]),
);

/** Texts with what Terraform may make of them; of each, the answer or that it is not followed. */
export const templates: { readonly [name: string]: unknown } = {
  plain: 'plain',
  escaped_often: '$$${x} $$$${x} %%%{x} %%%%{x} %$${y} $%%{z}',
  escaped: '$${x} %%{y} $ % $$ {',
  json: '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["a:*"], "Resource" = "$${aws:username}", n = 5, t = true, z = null}]})}',
  json_colon: '${jsonencode({a: 1, "b": "<&>"})}',
  json_lines: '${jsonencode({\n  b = [\n 1,\n 2,\n ]\n  a = "x\\n\\"\\u00e9"\n})}',
  json_of_a_reference: '${jsonencode(local.list)}',
  joined: '${join(",", ["a", "b"])}-${join("/", concat(local.list, ["z"]))}',
  merged: '${merge({a = 1, b = 2}, {b = 3})}',
  kept_list: '${local.list}',
  kept_number: '${local.number}',
  kept_object: { a: '${local.object}', '${local.name}': 1 },
  number_in_text: 'n${local.number}t${true}${local.object.inner["a b"]}',
  indexed: '${local.list[1]}${local.object["inner"]["a b"]}',
  nested: '${"a${"b${local.name}"}"}',
  brace_in_text: '${join("}", ["{", "${local.name}"])}',
  in_key: { '$${x}': '%%{' },
  steps_with_a_dot:
    '${local.dots["a.b"]} ${local.dots.a.b} ${terraform_data.dots.input["a.b"]} ${terraform_data.dots.input.a.b}',
  null_for_no_null: '${var.never_null}',
  list_argument: '${aws_iam_role_policies_exclusive.ordered.policy_names}',
  text_argument: '${aws_sqs_queue.queue.name}',
  iterator_named_each: '${data.aws_iam_policy_document.iterator_named_each["k"].json}',
  keys_of_a_list_of_a_set: '${data.aws_iam_policy_document.list_of_a_set.json}',
  variable: '${var.text}/${var.given}/${var.late}/${jsonencode(var.list)}',
  numeric_default: '${var.numeric}!',
  overridden_local: '${local.over}',
  apart: 'e\u0301 ${local.name}',
  comment_is_data: { '//': 'data', a: { '//': 1 } },
  module: '${path.module}',
  sibling: '${terraform_data.plain.input}',
  instance: '${terraform_data.each["a"].input}${terraform_data.counted[1].input}',
  set: '${toset(["b", "a", "b"])}',
  dynamic_document: '${data.aws_iam_policy_document.dynamic.json}',
  counted_document: '${data.aws_iam_policy_document.counted[1].json}',
  block_in_parts: '${data.aws_iam_policy_document.in_parts.json}',
  default_of_lookup: '${lookup(var.texts, "b", "x")}',
  number_for_an_object:
    'n${jsonencode(lookup(local.object.inner, "b", 100))}/${jsonencode(lookup(merge(local.object, {}), "b", true))}',
  each_document: '${data.aws_iam_policy_document.each["x"].minified_json}',
};

/** Texts that are not followed: the type of an argument, of a map or of a block makes another value than the one that is written. */
export const changedArguments: { readonly [name: string]: string } = {
  empty_block: '${data.aws_iam_policy_document.empty_part.json}',
  number_in_a_map_of_texts: 'n${jsonencode(lookup(var.texts, "b", 100))}',
  number_in_a_merged_map: 'n${jsonencode(lookup(merge(var.texts, {}), "b", 100))}',
  number_in_an_argument: 'n${jsonencode(lookup(aws_sqs_queue.queue.tags, "b", 100))}',
  order_of_a_set: '${join(",", aws_iam_role_policies_exclusive.unordered.policy_names)}',
  text_of_a_number: 'n${aws_sqs_queue.queue.delay_seconds}',
  text_of_a_boolean: 'b${aws_sqs_queue.queue.fifo_queue}',
};

const data = (documents: object) =>
  Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, document as object]));
const inputs = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { input: `\${data.aws_iam_policy_document.${name}.json}` }]));
const all = { ...documents, ...generatedDocuments, ...notFollowed };

/** One folder with all questions in it. */
export const questions: Files = {
  'cdk.tf.json': {
    data: {
      aws_iam_policy_document: {
        ...data(all),
        dynamic: {
          statement: { actions: ['first:A'], resources: ['*'] },
          dynamic: {
            statement: [
              {
                for_each: ['x', 'y'],
                content: { actions: ['${statement.value}:A'], resources: ['r${statement.key}'] },
              },
              {
                for_each: '${toset(["q"])}',
                iterator: 'it',
                content: [{ actions: ['it:${it.key}'], resources: ['${it.value}'] }],
              },
              {
                for_each: { k: { v: 1 } },
                content: { actions: ['m:${statement.key}'], resources: ['${statement.value.v}'] },
              },
              { for_each: [], content: { actions: ['none:A'], resources: ['*'] } },
            ],
          },
        },
        iterator_named_each: {
          for_each: { k: 'outer' },
          dynamic: {
            statement: {
              for_each: ['inner'],
              iterator: 'each',
              content: { actions: ['a:B'], resources: ['${each.value}'] },
            },
          },
        },
        in_parts: { statement: [[{ actions: ['a:B'], resources: ['*'] }]] },
        empty_part: { statement: [[]] },
        list_of_a_set: {
          dynamic: {
            statement: {
              for_each: '${tolist(toset(["x", "y"]))}',
              content: { actions: ['a:B'], resources: ['${statement.key}'] },
            },
          },
        },
        counted: { count: 2, statement: { actions: ['c:${count.index}'], resources: ['*'] } },
        each: {
          for_each: { x: 'ex', y: 'ey' },
          statement: [[{ actions: ['e:${each.value}'], resources: ['${each.key}'] }]],
        },
      },
    },
    resource: {
      aws_sqs_queue: { queue: { name: 'q.fifo', fifo_queue: '1', delay_seconds: '0010', tags: { a: 'x' } } },
      aws_iam_role_policies_exclusive: {
        ordered: { role_name: 'r', policy_names: ['a', 'b'] },
        unordered: { role_name: 's', policy_names: ['b', 'a', 'b'] },
      },
      terraform_data: {
        ...inputs(Object.keys(all)),
        dots: { input: { 'a.b': 'one', a: { b: 'two' } } },
        ...Object.fromEntries(
          Object.entries({ ...templates, ...changedArguments }).map(([name, input]) => [name, { input }]),
        ),
        each: { for_each: '${toset(["a", "b"])}', input: '${each.key}=${each.value}' },
        counted: [{ count: '2', input: 'n${count.index}' }],
        none: { count: 0, input: 'x' },
        overridden: { input: 'narrow' },
        overridden_twice: { input: 'narrow', triggers_replace: ['x'] },
      },
    },
    locals: [
      { list: ['a', 'b'], number: 5, name: 'nam\u00e9', '//': 'a comment', over: 'narrow' },
      { object: { inner: { 'a b': 'deep' } }, dots: { 'a.b': 'one', a: { b: 'two' } } },
    ],
    variable: {
      text: { type: 'string', default: 'text' },
      given: { default: 'default' },
      late: { default: 'default' },
      list: { type: 'list(string)', default: ['x', 'y'] },
      texts: { type: 'map(string)', default: { a: 'b' } },
      numeric: { type: 'string', default: 7 },
      never_null: { nullable: 'false', default: 'default' },
    },
  },
  'more.tf.json': [{ resource: { terraform_data: { more: { input: '${local.name}' } } } }, { resource: [{ terraform_data: [{ most: [{ input: 1 }] }] }] }], // prettier-ignore
  'override.tf.json': {
    locals: { over: 'wide' },
    resource: { terraform_data: { overridden: { input: 'wide' }, overridden_twice: { input: 'last' } } },
  },
  'b_override.tf.json': {
    resource: { terraform_data: { overridden_twice: { input: 'earlier', triggers_replace: null } } },
  },
  'terraform.tfvars.json': { given: 'given ${1+1}', late: 'early', never_null: null },
  'z.auto.tfvars.json': { late: 'z' },
  'a.auto.tfvars.json': { late: 'a' },
};

/** What is refused before anything is read hides what is refused then, so these are two folders. */
const early = ['effect_of_another_case', 'another_version', 'old_source', 'old_override', 'no_json'];
export const refusedQuestions: readonly Files[] = [true, false].map((isEarly) => {
  const chosen = Object.entries(refused).filter(([name]) => early.includes(name) === isEarly);
  return { 'cdk.tf.json': { data: { aws_iam_policy_document: data(Object.fromEntries(chosen)) } } };
});
