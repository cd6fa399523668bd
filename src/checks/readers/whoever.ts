import { attribute, isListedByIam, textOf, type Model, type Resource } from '../../model';
import { identitiesIn, type HeldRight } from '../identities/identities';
import { managedPoliciesNamed } from '../identities/managed-policies';
import { once } from '../../once';
import { ofType } from '../of-type';
import { worthReading } from './who-reads';
import { rightsOfPermissionSet, rightsOfPolicy, type Right } from '../identities/rights';

/** Rights that the input gives to identities that it does not name. */
interface RightsOfWhoever {
  /** The name in reports, such as: everyone who has policy "deploy". */
  readonly noun: string;
  readonly resource: Resource;
  readonly rights: readonly HeldRight[];
}

/** Rights of identities that are not known before the apply, of policies that no identity of the input has, and of permission sets. */
export const rightsOfWhoever = once((model: Model): readonly RightsOfWhoever[] => [
  ...unplacedRights(model),
  ...unattachedPolicies(model),
  ...permissionSets(model),
]);

const perhaps = (right: Right): HeldRight => ({ ...right, isSure: false });

function unplacedRights(model: Model): RightsOfWhoever[] {
  return identitiesIn(model).unplaced.map(({ kind, right }) => ({
    noun: `a ${kind} that is not known before the apply`,
    resource: right.resource,
    rights: [perhaps(right)],
  }));
}

/** An export shows every identity that has a policy. */
function unattachedPolicies(model: Model): RightsOfWhoever[] {
  if (isListedByIam(model.kind)) return [];
  const policies = ofType(model, 'aws_iam_policy').filter(({ mode }) => mode === 'managed');
  if (policies.length === 0) return [];
  const { all, unplaced } = identitiesIn(model);
  const held = new Set([
    ...all.flatMap((identity) => identity.rightsAbout(worthReading).map(({ resource }) => resource)),
    ...unplaced.map(({ right }) => right.resource),
    ...all.flatMap(({ resources }) => resources.flatMap((resource) => boundaryOf(model, resource))),
  ]);
  return policies
    .filter((policy) => !held.has(policy))
    .map((policy) => {
      const name = textOf(policy.values, 'name');
      const noun = `everyone who has ${typeof name === 'string' ? `policy "${name}"` : policy.address}`;
      return { noun, resource: policy, rights: rightsOfPolicy(policy, worthReading).map(perhaps) };
    });
}

function boundaryOf(model: Model, resource: Resource): readonly Resource[] {
  const arn = attribute(resource.values, 'permissions_boundary');
  if (arn === undefined || arn === null) return [];
  return managedPoliciesNamed(model, arn, resource, 'permissions_boundary').policies;
}

/**
 * A permission set becomes a role in each account that it is assigned to.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
function permissionSets(model: Model): RightsOfWhoever[] {
  return model.resources.flatMap((resource) => {
    const rights = rightsOfPermissionSet(model, resource, worthReading);
    const noun = `everyone who has the permission set of ${resource.address}`;
    return rights.length === 0 ? [] : [{ noun, resource, rights: rights.map(perhaps) }];
  });
}
