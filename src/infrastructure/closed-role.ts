import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Document } from './documents';
import { jsonLiteral } from './literal';

interface ClosedRoleOptions {
  readonly name: string;
  readonly description: string;
  readonly trust: Document;
  readonly policy: Document;
}

/**
 * A role with one inline policy and nothing else. The two exclusives list all that may be on it, so that a policy which
 * somebody adds by hand shows in the next plan and is gone after the next apply.
 */
export class ClosedRole extends Construct {
  /** What has to be there before anything uses the role: a reference to the role alone would not wait for its policy. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, description, trust, policy }: ClosedRoleOptions) {
    super(scope, id);
    const role = new IamRole(this, 'role', { name, description, assumeRolePolicy: jsonLiteral(trust) });
    // A role that is replaced has no policies, and nothing here would change with it: all of this names the role by its literal name. Only
    // a replacement changes the unique id; a reference to the whole role would replace them at every change of a tag.
    const lifecycle = { replaceTriggeredBy: [`aws_iam_role.${id}.unique_id`] };
    const inline = new IamRolePolicy(this, 'policy', {
      name,
      role: name,
      policy: jsonLiteral(policy),
      dependsOn: [role],
      lifecycle,
    });
    const policies = new IamRolePoliciesExclusive(this, 'policies', {
      roleName: name,
      policyNames: [name],
      dependsOn: [inline],
      lifecycle,
    });
    const attachments = new IamRolePolicyAttachmentsExclusive(this, 'attachments', {
      roleName: name,
      policyArns: [],
      dependsOn: [role],
      lifecycle,
    });
    this.ready = [role, inline, policies, attachments];
    for (const element of [role, inline, policies, attachments]) element.overrideLogicalId(id);
  }
}
