import { InputError } from '../input-error';
import { attribute, isList, isObject, type Model, type ValueObject, resourceFrom } from '../model';
import { exportCommand } from './commands';

export function isPolicy(root: ValueObject): boolean {
  return attribute(root, 'Statement') !== undefined;
}

/**
 * Reads a bare policy document: an identity policy, on a role that only the contract names. Its text is kept unchanged, so that its reader
 * sees repeated keys.
 */
export function readPolicy(root: ValueObject, text: string, file: string): Model {
  const statement = attribute(root, 'Statement');
  const statements = isList(statement) ? statement : [statement];
  const hasPrincipal = (one: (typeof statements)[number]): boolean =>
    isObject(one) && ['Principal', 'NotPrincipal'].some((name) => attribute(one, name) !== undefined);
  if (statements.length > 0 && statements.every(hasPrincipal))
    throw InputError.of(`${file}: ${withPrincipals(statements)}`);
  return {
    kind: 'policy',
    file,
    name: file,
    resources: [
      resourceFrom({
        address: 'the document',
        type: 'aws_iam_role_policy',
        name: 'policy',
        values: { policy: text },
        pointer: '',
        pointers: new Map([['policy', '']]),
      }),
    ],
    constructs: [],
    providers: [],
    notes: [],
    destroyedRoles: [],
    nothingRemains: false,
  };
}

function withPrincipals(statements: readonly unknown[]): string {
  const isTrust = !JSON.stringify(statements).includes('"Resource"');
  return isTrust
    ? `is a trust policy (each statement has a principal), which is judged with its role; ${exportCommand}, or a policy document that the role has`
    : 'is the policy of a resource (each statement has a principal); give the policy document of a role, which has no principals';
}
