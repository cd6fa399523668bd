import { InputError } from '../../input-error';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/** https://developer.hashicorp.com/terraform/internals/json-format#state-representation */
const membersOfState: ReadonlySet<string> = new Set(['format_version', 'terraform_version', 'values', 'checks']);

const membersOfValues: ReadonlySet<string> = new Set(['outputs', 'root_module']);
const membersOfModule: ReadonlySet<string> = new Set(['address', 'resources', 'child_modules']);

/** Members of a plan that are understood. https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export const membersOfPlan: ReadonlySet<string> = new Set([
  ...['format_version', 'terraform_version', 'variables', 'planned_values', 'resource_drift', 'resource_changes'],
  ...['output_changes', 'prior_state', 'configuration', 'relevant_attributes', 'checks', 'timestamp'],
  ...['applyable', 'complete', 'errored'],
]);

/** Members of a plan that Terraform writes and Keyturn does not read: they are not judged. */
const otherMembersOfPlan: ReadonlySet<string> = new Set([
  ...['action_invocations', 'deferred_action_invocations', 'deferred_changes', 'proposed_unknown'],
]);

/**
 * Refuses a state whose members or modules have another shape than Terraform gives them, because readers would interpret it differently. Throws an
 * InputError with one line.
 */
export function refuseStrangeState(state: ValueObject, file: string, where = ''): void {
  const strange = Object.keys(state).find((name) => !membersOfState.has(name));
  if (strange !== undefined)
    throw strangeIn(file, `${where}/${strange}`, 'is a member that a Terraform state does not have');
  const values = attribute(state, 'values');
  if (values !== undefined) refuseStrangeValues(values, `${where}/values`, file);
}

/** Refuses a plan in the same way. */
export function refuseStrangePlan(plan: ValueObject, file: string): void {
  const strange = Object.keys(plan).find((name) => !membersOfPlan.has(name) && !otherMembersOfPlan.has(name));
  if (strange !== undefined) throw strangeIn(file, `/${strange}`, 'is a member that a Terraform plan does not have');
  for (const name of ['resource_changes', 'resource_drift']) listOf(plan, name, '', file);
  const planned = objectOf(plan, 'planned_values', '', file);
  if (planned !== undefined) refuseStrangeValues(planned, '/planned_values', file);
  const prior = objectOf(plan, 'prior_state', '', file);
  if (prior !== undefined) refuseStrangeState(prior, file, '/prior_state');
  const configuration = objectOf(plan, 'configuration', '', file);
  if (configuration !== undefined) refuseStrangeConfiguration(configuration, '/configuration', file);
}

function refuseStrangeValues(values: Value, where: string, file: string): void {
  if (!isObject(values)) throw strangeIn(file, where, 'is not an object');
  refuseOthers(values, membersOfValues, where, file);
  const root = objectOf(values, 'root_module', where, file);
  if (root !== undefined) refuseStrangeModule(root, `${where}/root_module`, file);
}

/** Refuses a member that would not be read. */
function refuseOthers(object: ValueObject, known: ReadonlySet<string>, where: string, file: string): void {
  const strange = Object.keys(object).find((name) => !known.has(name));
  if (strange !== undefined)
    throw strangeIn(file, `${where}/${strange}`, 'is a member that Terraform does not write there');
}

function refuseStrangeModule(module: ValueObject, where: string, file: string): void {
  refuseOthers(module, membersOfModule, where, file);
  for (const [index, resource] of listOf(module, 'resources', where, file).entries())
    refuseStrangeResource(resource, 'values', `${where}/resources/${index}`, file);
  for (const [index, child] of listOf(module, 'child_modules', where, file).entries()) {
    const at = `${where}/child_modules/${index}`;
    refuseStrangeModule(asObject(child, at, file), at, file);
  }
}

function refuseStrangeConfiguration(configuration: ValueObject, where: string, file: string): void {
  membersOf(configuration, 'provider_config', where, file);
  const root = objectOf(configuration, 'root_module', where, file);
  if (root !== undefined) refuseStrangeConfigured(root, `${where}/root_module`, file);
}

function refuseStrangeConfigured(module: ValueObject, where: string, file: string): void {
  for (const [index, resource] of listOf(module, 'resources', where, file).entries())
    refuseStrangeResource(resource, 'expressions', `${where}/resources/${index}`, file);
  for (const [at, call] of membersOf(module, 'module_calls', where, file)) {
    const called = objectOf(call, 'module', at, file);
    if (called !== undefined) refuseStrangeConfigured(called, `${at}/module`, file);
  }
}

/** The values of a resource about which nothing is known are null. */
function refuseStrangeResource(resource: Value, contents: 'values' | 'expressions', where: string, file: string): void {
  const body = asObject(resource, where, file);
  if (attribute(body, contents) !== null) objectOf(body, contents, where, file);
}

/** A member that must be an object if it exists. */
function objectOf(object: ValueObject, name: string, where: string, file: string): ValueObject | undefined {
  const value = attribute(object, name);
  return value === undefined ? undefined : asObject(value, `${where}/${name}`, file);
}

/** The members of a member, each of which must be an object. */
function membersOf(object: ValueObject, name: string, where: string, file: string): [at: string, ValueObject][] {
  const members = Object.entries(objectOf(object, name, where, file) ?? {});
  return members.map(([key, value]) => [`${where}/${name}/${key}`, asObject(value, `${where}/${name}/${key}`, file)]);
}

function listOf(object: ValueObject, name: string, where: string, file: string): readonly Value[] {
  const value = attribute(object, name);
  if (value === undefined) return [];
  if (!isList(value)) throw strangeIn(file, `${where}/${name}`, 'is not a list');
  return value;
}

function asObject(value: Value, where: string, file: string): ValueObject {
  if (isObject(value)) return value;
  throw strangeIn(file, where, 'is not an object');
}

function strangeIn(file: string, where: string, what: string): InputError {
  return InputError.of(
    `${file}: ${where.slice(1)} ${what}, so the file was edited or has an unsupported version; give the output of "terraform show -json"`,
  );
}
