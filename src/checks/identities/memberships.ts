import type { Model, Resource } from '../../model';
import { once } from '../../once';
import { holdersIn, type Holders } from './holders';

/** A membership of users in groups, written in the user's or in the group's resource. */
export interface Membership {
  readonly resource: Resource;
  readonly users: Holders;
  readonly groups: Holders;
}

/** All memberships of an input. */
export const membershipsIn = once((model: Model): readonly Membership[] =>
  model.resources.flatMap((resource): Membership[] => {
    if (resource.mode === 'data') return [];
    if (resource.type === 'aws_iam_user_group_membership')
      return [
        {
          resource,
          users: holdersIn(model, resource, 'user', 'user'),
          groups: holdersIn(model, resource, 'groups', 'group'),
        },
      ];
    if (resource.type === 'aws_iam_group_membership')
      return [
        {
          resource,
          users: holdersIn(model, resource, 'users', 'user'),
          groups: holdersIn(model, resource, 'group', 'group'),
        },
      ];
    return [];
  }),
);
