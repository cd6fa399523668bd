import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePoliciesExclusive } from '@cdktf/provider-aws/lib/iam-role-policies-exclusive';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Document } from './documents';
import { jsonLiteral } from './literal';
import { addressOf, setLogicalId } from './logical-id';

interface ClosedRoleOptions {
  readonly name: string;
  readonly description: string;
  readonly trust: Document;
  readonly policy: Document;
}

/**
 * A role with one inline policy and nothing else. The two exclusive resources list every policy of the role. So a policy that somebody adds by hand
 * shows in the next plan, and the next apply removes it.
 */
export class ClosedRole extends Construct {
  /** The resources that must exist before anything uses the role. A reference to the role alone would not wait for its policy. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, description, trust, policy }: ClosedRoleOptions) {
    super(scope, id);
    const role = new IamRole(this, 'role', { name, description, assumeRolePolicy: jsonLiteral(trust) });
    setLogicalId(role, id);
    // A replaced role has no policies, and nothing here would change with it, because all of this names the role by its literal name. Only
    // a replacement changes the unique id. A reference to the whole role would replace these resources at every change of a tag.
    const lifecycle = { replaceTriggeredBy: [`${addressOf(role)}.unique_id`] };
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
    for (const element of [inline, policies, attachments]) setLogicalId(element, id);
  }
}
