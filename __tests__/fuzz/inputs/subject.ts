/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an input is untyped JSON here, and is taken apart anywhere */
import { checkModel, readContract, type Check } from '../../../src/checks';
import { InputError } from '../../../src/input-error';
import { readModel } from '../../../src/inputs';
import { digest, type Loose } from '../../checks/sample';
import { planOf } from '../../checks/planned';

/** What an input is when it is judged. Plans and states are made of an edited stack. */
export const forms = ['stack', 'plan', 'state', 'export', 'policy'] as const;
export type Form = (typeof forms)[number];

/** An input that is edited in place, with the contracts that it is judged by. */
export interface Subject {
  readonly form: Form;
  /** The stack, the export or the policy document. */
  input: Loose;
  readonly contracts: Loose[];
  /** Edits of the plan or state, once it is made. */
  readonly later: ((made: Loose) => void)[];
  /** How the text of the input is written. */
  write: (input: Loose) => string;
}

export type Document = 'policy' | 'trust' | 'definition';

/** Edits a document of the judged role, wherever the input has it. Returns whether it is there and could be edited. */
export function editDocument(subject: Subject, document: Document, edit: (document: Loose) => boolean): boolean {
  const { form, input } = subject;
  if (form === 'policy') return document === 'policy' && edit(input);
  if (form === 'export') return editInExport(input, document, edit);
  const [type, attribute] = attributes[document];
  const body = input.resource?.[type];
  const holder: Loose = body?.execution ?? body?.rotation ?? Object.values<Loose>(body ?? {})[0];
  const text: unknown = valueOf(input, holder?.[attribute]);
  if (typeof text !== 'string' || !text.startsWith('{')) return false;
  const parsed: Loose = JSON.parse(text.replace(/([$%])\1\{/g, '$1{'));
  // What is broken already is broken in the text.
  if (document !== 'definition' && !hasStatements(parsed)) return false;
  if (!edit(parsed)) return false;
  holder[attribute] = JSON.stringify(parsed).replace(/([$%])\{/g, '$1$1{');
  return true;
}

function hasStatements({ Statement }: Loose): boolean {
  const all: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return all.length > 0 && all.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
}

const attributes = {
  policy: ['aws_iam_role_policy', 'policy'],
  trust: ['aws_iam_role', 'assume_role_policy'],
  definition: ['aws_sfn_state_machine', 'definition'],
} as const;

/** What a local says, where a value is only its name. */
function valueOf(stack: Loose, value: unknown): unknown {
  const [, name] = /^\$\{local\.(\w+)\}$/.exec(typeof value === 'string' ? value : '') ?? [];
  return name === undefined ? value : stack.locals?.[name];
}

function editInExport(input: Loose, document: Document, edit: (document: Loose) => boolean): boolean {
  const role: Loose = input.RoleDetailList.find((one: Loose) => one.RoleName === roleName);
  if (document === 'policy') return edit(role.RolePolicyList[0].PolicyDocument);
  return document === 'trust' && edit(role.AssumeRolePolicyDocument);
}

export const account = '111122223333';
export const roleName = 'keyturn-staging-execution';
export const roleArn = `arn:aws:iam::${account}:role/${roleName}`;

/** Adds a resource to a stack. */
export function addResource({ form, input }: Subject, type: string, body: Loose): boolean {
  if (form === 'export' || form === 'policy' || Array.isArray(input.resource)) return false;
  const ofType: Loose = (input.resource[type] ??= {});
  if (Array.isArray(ofType)) return false;
  ofType[`more${Object.keys(ofType as object).length}`] = body;
  return true;
}

/** The text that is judged; undefined if the edited stack has no plan or state that could be made without Terraform. */
export function textOf({ form, input, later, write }: Subject): string | undefined {
  const made: Loose = form === 'plan' ? planOf(input) : form === 'state' ? stateOf(planOf(input)) : input;
  if (made === undefined) return undefined;
  later.forEach((edit) => edit(made));
  return write(made);
}

/** The state after a plan; undefined if something in it would be known only then. */
function stateOf(plan: Loose): Loose {
  if (plan === undefined) return undefined;
  const isComputed = (name: string): boolean => computed.has(name);
  const isOpen = ({ change }: Loose): boolean =>
    Object.entries(change.after_unknown as object).some(([name, unknown]) => unknown === true && !isComputed(name));
  if (plan.resource_changes.some(isOpen)) return undefined;
  const resources = plan.resource_changes.map(({ change, ...rest }: Loose) => ({
    ...rest,
    schema_version: 0,
    values: {
      ...(rest.type === 'aws_iam_role' ? { inline_policy: [], managed_policy_arns: [] } : {}),
      ...change.after,
    },
    sensitive_values: {},
  }));
  return { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
}

const computed: ReadonlySet<string> = new Set([
  ...['id', 'arn', 'create_date', 'unique_id', 'inline_policy', 'managed_policy_arns', 'name_prefix', 'creation_date'],
  ...[
    'last_modification_date',
    'description',
    'revision_id',
    'state_machine_version_arn',
    'status',
    'version_description',
  ],
  ...['publish', 'state', 'kms_key_arn', 'schedule_expression_timezone', 'tags_all', 'encryption_configuration'],
]);

export interface Judged {
  readonly verdict: Check['verdict'] | 'refused';
  readonly text: string;
  readonly check?: Check;
}

/** The verdict, or that the input or a contract was refused; undefined if the subject cannot be made. */
export function judgeSubject(subject: Subject): Judged | undefined {
  const text = textOf(subject);
  if (text === undefined) return undefined;
  try {
    const contracts = subject.contracts.map((contract: Loose) =>
      readContract(JSON.stringify(contract), `${contract.name as string}.json`),
    );
    const model = readModel(text, 'input.json');
    const check = checkModel(model, contracts, {
      today: '2026-11-23',
      coverAll: subject.form === 'export' ? 'ours' : 'always',
      digest,
      given: { account, region: 'eu-central-1', environment: 'staging' },
    });
    return { verdict: check.verdict, text, check };
  } catch (error) {
    if (error instanceof InputError) return { verdict: 'refused', text };
    throw error;
  }
}

/** An edit by what it does; `apply` returns whether the input had what it edits. */
export interface Edit {
  readonly says: string;
  readonly apply: (subject: Subject) => boolean;
}
