import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unknown, type Resource, type ValueObject } from '../../src/model';
import { readConfiguration } from '../../src/terraform/configuration/configuration';
import { runsAll } from '../effort';
import { findTerraform, standIn } from '../tools';
import { askTerraform, type Answers, type Files } from './installed';
import {
  changedArguments,
  documents,
  generatedDocuments,
  notFollowed,
  questions,
  refused,
  refusedQuestions,
  templates,
} from './questions';

/** What Terraform 1.11 and the AWS provider 5.100 answered. `KEYTURN_RECORD=1 npm run test:all -- agrees` writes it again. */
const recording = join(__dirname, '..', 'fixtures', 'terraform-answers.json');
const tools = runsAll ? findTerraform() : undefined;

interface Recording {
  readonly made: Answers;
  readonly refused: readonly string[];
}

const recorded = JSON.parse(readFileSync(recording, 'utf8')) as Recording;

function answers(): Recording {
  if (tools === undefined || 'missing' in tools) return recorded;
  const fresh = {
    made: askTerraform(tools, questions),
    refused: refusedQuestions.flatMap((files) => askTerraform(tools, files).refused),
  };
  if (process.env.KEYTURN_RECORD === '1') writeFileSync(recording, `${JSON.stringify(fresh, null, 1)}\n`);
  return fresh;
}

/** The inputs of all terraform_data as we read them. */
function ours(files: Files): ReadonlyMap<string, unknown> {
  const root = files['cdk.tf.json'] as ValueObject;
  const names = Object.keys(files).filter((name) => name.endsWith('.tf.json') && name !== 'cdk.tf.json');
  const others = names.map((name) => ({ name, file: name, root: files[name] as ValueObject }));
  const values = ['terraform.tfvars.json', 'a.auto.tfvars.json', 'z.auto.tfvars.json'].map((name) => files[name] ?? {});
  const given = new Map(Object.entries(Object.assign({}, ...values) as ValueObject));
  const { resources } = readConfiguration(root, 'cdk.tf.json', others, given);
  const data = resources.filter(({ type }: Resource) => type === 'terraform_data');
  return new Map(data.map(({ address, values: { input } }) => [address.replace('terraform_data.', ''), input]));
}

/** Order counts for statements alone: all other lists of a policy are sets. */
function normalised(value: unknown): unknown {
  if (typeof value === 'string' && /^\{[\s"]/.test(value)) return normalised(JSON.parse(value));
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.every((item) => typeof item === 'string') ? [...items].sort() : items.map(normalised);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalised(item)]));
}

if (tools !== undefined && 'missing' in tools) standIn('Terraform is not asked, its recorded answers serve', tools);

describe('what Terraform makes of a stack', () => {
  let asked: Recording;
  let read: ReadonlyMap<string, unknown>;
  beforeAll(() => {
    asked = answers();
    read = ours(questions);
  }, 120_000);

  test('is what was recorded', () => {
    expect(asked).toEqual(recorded);
  });

  test.each([...Object.keys(documents), ...Object.keys(generatedDocuments)])('the document %s [2.31]', (name) => {
    expect(normalised(read.get(name))).toEqual(normalised(asked.made.inputs[name]));
  });

  test.each(Object.keys(templates))('the expression %s [2.17-2.20]', (name) => {
    const value = read.get(name);
    expect(normalised(value)).toEqual(normalised(asked.made.inputs[name]));
  });

  test.each(['each["a"]', 'each["b"]', 'counted[0]', 'counted[1]', 'more', 'most', 'overridden', 'overridden_twice'])(
    'the instance, sibling or override %s [2.1-2.7, 2.25]',
    (name) => {
      expect(read.get(name)).toEqual(asked.made.inputs[name]);
    },
  );

  test('nothing else is there', () => {
    expect([...read.keys()].sort()).toEqual(Object.keys(asked.made.inputs).sort());
  });

  test.each(Object.keys({ ...notFollowed, ...changedArguments }))(
    '%s becomes what was not written, and is not followed',
    (name) => {
      expect(typeof asked.made.inputs[name]).toBe('string');
      expect(read.get(name)).toBeInstanceOf(Unknown);
    },
  );

  test.each(Object.entries(refused))('%s is refused', (name, document) => {
    expect(asked.refused).toContain(`data.aws_iam_policy_document.${name}`);
    const input = { resource: { terraform_data: { x: { input: '${data.aws_iam_policy_document.x.json}' } } } };
    const stack = { 'cdk.tf.json': { ...input, data: { aws_iam_policy_document: { x: document } } } };
    expect(ours(stack).get('x')).toBeInstanceOf(Unknown);
  });
});
