import { InputError } from '../problem';
import { readConfiguration } from './configuration';
import { parseJson } from './json';
import type { Construct, Model } from './model';
import { readPlan } from './plan';
import { readState } from './state';
import { attribute, isObject, textOf, type Value, type ValueObject } from './value';

/** The blocks that a Terraform configuration in JSON may begin with. */
const configurationBlocks = ['resource', 'terraform', 'provider', 'data', 'module', 'locals', 'variable', 'output'];

/**
 * Reads an input, recognised by its content: a synthesised stack (with `siblings`, the files around it), or a plan or state of
 * `terraform show -json`. Throws an InputError with one line where it is none of them.
 */
export function readModel(text: string, file: string, siblings: readonly Construct[] = []): Model {
  refuseLog(text, file);
  const { value, repeatedKey } = parseJson(text, file);
  if (!isObject(value)) throw InputError.of(`${file}: is JSON but not an object; ${whatWouldBeRight}`);
  const model = recognise(value, file, siblings);
  if (repeatedKey === undefined) return model;
  const description = `${repeatedKey}; Terraform may read both, and only the last was judged`;
  return { ...model, constructs: [{ kind: 'repeated-key', description }, ...model.constructs] };
}

const whatWouldBeRight = 'give a cdk.tf.json or what "terraform show -json" prints';

function recognise(root: ValueObject, file: string, siblings: readonly Construct[]): Model {
  const has = (name: string): boolean => attribute(root, name) !== undefined;
  if (has('format_version')) return readShown(root, file);
  if (has('version') && (has('lineage') || has('serial') || has('terraform_version'))) {
    throw InputError.of(`${file}: is a raw state file; give what "terraform show -json" prints beside it`);
  }
  if (has('RoleDetailList') || has('UserDetailList')) {
    throw InputError.of(`${file}: is an export of IAM, which this version does not judge; ${whatWouldBeRight}`);
  }
  if (has('Statement')) {
    throw InputError.of(`${file}: is a bare policy document, which this version does not judge; ${whatWouldBeRight}`);
  }
  if (!configurationBlocks.some(has))
    throw InputError.of(`${file}: is neither a stack nor a plan; ${whatWouldBeRight}`);
  const { resources, constructs, providers } = readConfiguration(root);
  return {
    kind: 'stack',
    file,
    name: stackName(root) ?? file,
    resources,
    constructs: [...siblings, ...constructs],
    providers,
    notes: [],
    destroyedRoles: [],
    nothingRemains: false,
  };
}

/** What `terraform show -json` prints: major version 1 of a plan, or of a state. */
function readShown(root: ValueObject, file: string): Model {
  const version = attribute(root, 'format_version');
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version)) {
    throw InputError.of(`${file}: format_version ${JSON.stringify(version)} is not understood; 1.x is`);
  }
  const isState = attribute(root, 'values') !== undefined;
  const isPlan = ['resource_changes', 'planned_values', 'configuration', 'prior_state', 'resource_drift'].some(
    (name) => attribute(root, name) !== undefined,
  );
  if (isState && isPlan) throw InputError.of(`${file}: is a plan and a state at once; ${whatWouldBeRight}`);
  if (!isPlan) return readState(root, file);
  for (const name of ['resource_changes', 'resource_drift']) refuseOtherThan(Array.isArray, root, name, 'a list', file);
  for (const name of ['configuration', 'planned_values', 'prior_state'])
    refuseOtherThan(isObject, root, name, 'an object', file);
  return readPlan(root, file);
}

function refuseOtherThan(
  is: (value: Value) => boolean,
  root: ValueObject,
  name: string,
  what: string,
  file: string,
): void {
  const value = attribute(root, name);
  if (value !== undefined && !is(value)) throw InputError.of(`${file}: ${name} is not ${what}; was the plan edited?`);
}

/** `terraform plan -json` prints a log, one message a line, and not the plan. */
function refuseLog(text: string, file: string): void {
  if (/^\s*\{"@level":/.test(text)) {
    throw InputError.of(
      `${file}: is the log of "terraform plan -json"; save the plan with "terraform plan -out FILE" and give what "terraform show -json FILE" prints`,
    );
  }
}

/** CDKTF writes the stack's name into the comment at the root. */
export function stackName(root: ValueObject): string | undefined {
  const comment = attribute(root, '//');
  const metadata = isObject(comment) ? attribute(comment, 'metadata') : undefined;
  const name = isObject(metadata) ? textOf(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
