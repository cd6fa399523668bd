import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { type ITerraformDependable, TerraformIterator, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, setLogicalId } from '../logical-id';
import type { ShardTable } from './shard-table';

interface Descriptions {
  readonly role: string;
  readonly policy: string;
}

/**
 * The roles that rotations run as, one for each shard. The rights on users are in managed policies, the right to send mails in an inline policy. All
 * four lists of policies are closed, as with one role.
 */
export class ExecutionRoles extends Construct {
  /** The resources that must exist before a machine uses its role. */
  readonly ready: readonly ITerraformDependable[];
  /** The resources that an environment without shards has too. */
  readonly moved: readonly TerraformResource[];

  constructor(scope: Construct, { shards, policies }: ShardTable, descriptions: Descriptions) {
    super(scope, 'execution');
    const each = TerraformIterator.fromMap(shards.asAnyMap);
    const role = new IamRole(this, 'role', {
      forEach: each,
      name: each.getString('role'),
      description: descriptions.role,
      assumeRolePolicy: each.getString('trust'),
    });
    setLogicalId(role, 'execution');
    // As with one role: only a replacement changes the unique id of a role.
    const lifecycle = { replaceTriggeredBy: [`${addressOf(role)}[each.key].unique_id`] };
    const managed = this.managed(policies, role, descriptions.policy);
    const attachments = new IamRolePolicyAttachmentsExclusive(this, 'attachments', {
      forEach: each,
      roleName: each.getString('role'),
      policyArns: each.getList('policy_arns'),
      dependsOn: [role, ...managed],
      lifecycle,
    });
    // After the managed policies: in an environment that had no shards, this policy loses the rights on users that they have.
    const inline = new IamRolePolicy(this, 'policy', {
      forEach: each,
      name: each.getString('role'),
      role: each.getString('role'),
      policy: each.getString('policy'),
      dependsOn: [role, attachments],
      lifecycle,
    });
    const inlines = new IamRolePoliciesExclusive(this, 'policies', {
      forEach: each,
      roleName: each.getString('role'),
      policyNames: [each.getString('role')],
      dependsOn: [inline],
      lifecycle,
    });
    for (const element of [attachments, inline, inlines]) setLogicalId(element, 'execution');
    this.moved = [role, inline, inlines, attachments];
    this.ready = [...managed, ...this.moved];
  }

  /** The policies of all shards, each with its attachment. */
  private managed({ asAnyMap }: ShardTable['policies'], role: IamRole, description: string): TerraformResource[] {
    const each = TerraformIterator.fromMap(asAnyMap);
    const policy = new IamPolicy(this, 'managed', {
      forEach: each,
      name: each.getString('name'),
      description,
      policy: each.getString('policy'),
    });
    const attachment = new IamRolePolicyAttachment(this, 'attached', {
      forEach: each,
      role: each.getString('role'),
      policyArn: each.getString('arn'),
      dependsOn: [role, policy],
    });
    for (const element of [policy, attachment]) setLogicalId(element, 'execution');
    return [policy, attachment];
  }
}
