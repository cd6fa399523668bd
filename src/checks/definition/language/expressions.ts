import { pathsReadBy, readExpression } from '../../../asl/expressions';
import { leadingNames, plainNames, type Path } from '../../../asl/paths';
import { isArray, isObject, type Json, type JsonObject } from '../../../json';
import type { Form, Site } from './form';

/**
 * The fields that the context object has in every state, by the names that lead to them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
const context: ReadonlySet<string> = new Set([
  '',
  'Execution',
  'Execution.Id',
  'Execution.Input',
  'Execution.Name',
  'Execution.RedriveCount',
  'Execution.RedriveTime',
  'Execution.RoleArn',
  'Execution.StartTime',
  'State',
  'State.EnteredTime',
  'State.Name',
  'State.RetryCount',
  'StateMachine',
  'StateMachine.Id',
  'StateMachine.Name',
]);

/**
 * A path or a call of an intrinsic function. A variable (`$name`, `$states`) is neither: Keyturn does not follow the state that writes its
 * value.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export const expression: Form = (value, site) => {
  const read = typeof value === 'string' ? readExpression(value) : undefined;
  if (read === undefined) {
    site.problem(`must be a path or an intrinsic function, and ${JSON.stringify(value)} is not understood`);
    return;
  }
  for (const path of pathsReadBy(read)) checkContext(path, site);
};

/** A path, without a function. */
export const path: Form = (value, site) => {
  const read = typeof value === 'string' ? readExpression(value) : undefined;
  if (read?.kind !== 'path') site.problem(`must be a path, and ${JSON.stringify(value)} is not understood`);
  else pathsReadBy(read).forEach((each) => checkContext(each, site));
};

/** A path to one place: members and indices only. https://states-language.net/spec.html#ref-paths */
export const reference: Form = (value, site) => {
  const read = typeof value === 'string' ? readExpression(value) : undefined;
  if (read?.kind !== 'path' || !read.path.definite)
    site.problem(`must be a path to one place, and ${JSON.stringify(value)} is not understood`);
  else checkContext(read.path, site);
};

/** The place of a result: in the data, never in the context object. */
export const resultPath: Form = (value, site) => {
  if (value === null) return;
  const read = typeof value === 'string' ? readExpression(value) : undefined;
  if (read?.kind !== 'path' || !read.path.definite || read.path.root !== '$')
    site.problem(`must be null or a path to one place in the data, and ${JSON.stringify(value)} is not understood`);
};

function checkContext(read: Path, site: Site): void {
  if (read.root !== '$$') return;
  const names = plainNames(read);
  if (names !== undefined && context.has(names.join('.'))) return;
  const leading = leadingNames(read);
  if (leading[0] === 'Execution' && leading[1] === 'Input') return;
  if (site.part.isInMap === true && leading[0] === 'Map') return;
  if (site.part.hasTaskToken === true && names?.join('.') === 'Task.Token') return;
  site.problem(`reads ${JSON.stringify(read.text)}, which the context object does not surely hold`);
}

/**
 * A payload template: an object in which a member `name.$` holds an expression whose value becomes `name`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */
export const template: Form = (value, site) => {
  if (isObject(value)) members(value, site);
  else site.problem('must be an object');
};

function members(object: JsonObject, site: Site): void {
  for (const [name, value] of Object.entries(object)) {
    if (!name.endsWith('.$')) {
      part(value, site.at(name));
      continue;
    }
    expression(value, site.at(name));
    const made = name.slice(0, -2);
    if (Object.hasOwn(object, made)) site.problem(`gives both ${JSON.stringify(made)} and ${JSON.stringify(name)}`);
  }
}

function part(value: Json, site: Site): void {
  if (isArray(value)) value.forEach((each, index) => part(each, site.at(index)));
  else if (isObject(value)) members(value, site);
}
