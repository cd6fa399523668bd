import { InputError } from '../../input-error';
import { whatWouldBeRight } from '../what-would-be-right';
import { type Model, attribute, type ValueObject } from '../../model';
import { readPlan } from './plan';
import { refuseStrangePlan, refuseStrangeState } from './shapes';
import { readState } from './state';

const partsOfPlans = ['resource_changes', 'planned_values', 'configuration', 'prior_state', 'resource_drift'];

/** What other commands of Terraform print with a format_version of their own. */
const otherOutputs: readonly (readonly [member: string, what: string])[] = [
  ['provider_schemas', 'what "terraform providers schema -json" prints'],
  ['valid', 'what "terraform validate -json" prints'],
  ['function_signatures', 'what "terraform metadata functions -json" prints'],
];

/** What `terraform show -json` prints: major version 1 of a plan, or of a state. */
export function readShown(root: ValueObject, file: string): Model {
  const has = (name: string): boolean => attribute(root, name) !== undefined;
  const other = otherOutputs.find(([member]) => has(member));
  if (other !== undefined) throw InputError.of(`${file}: is ${other[1]}; ${whatWouldBeRight}`);
  const version = attribute(root, 'format_version');
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version)) {
    throw InputError.of(`${file}: format_version ${JSON.stringify(version)} is not understood; 1.x is`);
  }
  const isPlan = partsOfPlans.some(has);
  if (has('values') && isPlan) throw InputError.of(`${file}: is a plan and a state at once; ${whatWouldBeRight}`);
  if (isPlan) refuseStrangePlan(root, file);
  else refuseStrangeState(root, file);
  return isPlan ? readPlan(root, file) : readState(root, file);
}
