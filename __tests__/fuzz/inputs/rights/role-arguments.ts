import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An argument of a resource type that takes a role, by its name or its ARN. */
interface RoleArgument {
  readonly type: string;
  readonly path: readonly string[];
  readonly of: 'name' | 'arn';
}

/** Read from the provider's schemas, and not from what the checker makes of them. */
const { managed } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', '..', 'schemas', 'types', 'types.json'), 'utf8'),
) as { readonly managed: Readonly<Record<string, string>> };

const isRole =
  /^(?:role_arn|iam_role_arn|execution_role_arn|service_role_arn|task_role_arn|execution_role|service_role|service_access_role_arn|data_access_role_arn|iam_role|monitoring_role_arn)$/;

/** Arguments at the top, and in one block: `role* dead_letter_config(target_arn) arn!`. */
export const roleArguments: readonly RoleArgument[] = Object.entries(managed)
  .filter(([type]) => type.startsWith('aws_'))
  .flatMap(([type, text]) => {
    const found: RoleArgument[] = [];
    const path: string[] = [];
    for (const [, name = '', flags = '', bracket = ''] of text.matchAll(/(\w*)([*!?+]*)([()]?)/g)) {
      if (isRole.test(name) && !flags.includes('!') && path.length <= 1)
        found.push({ type, path: [...path, name], of: 'arn' });
      if (bracket === '(') path.push(name);
      if (bracket === ')') path.pop();
    }
    return found;
  });
