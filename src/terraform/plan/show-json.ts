import { InputError } from '../../input-error';
import { whatWouldBeRight } from '../what-would-be-right';
import { type Model, attribute, type Value, type ValueObject } from '../../model';
import { readPlan } from './plan';
import { refuseStrangePlan, refuseStrangeState } from './shapes';
import { readState } from './state';

const partsOfPlans = ['resource_changes', 'planned_values', 'configuration', 'prior_state', 'resource_drift'];

/** The outputs of other Terraform commands that have their own format_version. */
const otherOutputs: readonly (readonly [member: string, what: string])[] = [
  ['provider_schemas', 'the output of "terraform providers schema -json"'],
  ['valid', 'the output of "terraform validate -json"'],
  ['function_signatures', 'the output of "terraform metadata functions -json"'],
];

/** Versions 0.x were written by Terraform 0.12 to 1.0. https://developer.hashicorp.com/terraform/internals/json-format#format-versions-and-compatibility */
function unsupported(root: ValueObject, version: Value | undefined, file: string): InputError {
  const maker = attribute(root, 'terraform_version');
  const isOld = typeof version === 'string' && /^0\.\d+$/.test(version);
  const by =
    isOld && typeof maker === 'string' && /^[\w.-]{1,30}$/.test(maker)
      ? `was made by Terraform ${maker}, whose format_version ${JSON.stringify(version)} is not supported; plan with Terraform 1.1 or newer`
      : `format_version ${JSON.stringify(version)} is not supported; give version 1.x`;
  return InputError.of(`${file}: ${by}`);
}

/** Reads the output of `terraform show -json`: a plan or a state of major version 1. */
export function readShown(root: ValueObject, file: string): Model {
  const has = (name: string): boolean => attribute(root, name) !== undefined;
  const other = otherOutputs.find(([member]) => has(member));
  if (other !== undefined) throw InputError.of(`${file}: is ${other[1]}; ${whatWouldBeRight}`);
  const version = attribute(root, 'format_version');
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version)) throw unsupported(root, version, file);
  const isPlan = partsOfPlans.some(has);
  if (has('values') && isPlan) throw InputError.of(`${file}: is both a plan and a state; ${whatWouldBeRight}`);
  if (isPlan) refuseStrangePlan(root, file);
  else refuseStrangeState(root, file);
  return isPlan ? readPlan(root, file) : readState(root, file);
}
