import type { Principal, Principals } from './document';
import { isRecord, listOf, shown, type JsonRecord } from './elements';
import { PolicySyntaxError } from './policy-error';

const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readPrincipals(statement: JsonRecord, where: string): Principals | undefined {
  const negated = 'NotPrincipal' in statement;
  const name = negated ? 'NotPrincipal' : 'Principal';
  if (!(name in statement)) return undefined;
  const value = statement[name];
  if (value === '*') return { negated, principals: [{ type: '*', value: '*' }] };
  if (!isRecord(value)) {
    throw new PolicySyntaxError(
      `${where}: ${name} must be "*" or an object such as {"Service": "…"}, not ${shown(value)}`,
    );
  }
  const principals = Object.entries(value).flatMap(([type, values]) => readType(type, values, `${where}: ${name}`));
  if (principals.length === 0) throw new PolicySyntaxError(`${where}: ${name} names nobody`);
  return { negated, principals };
}

function readType(name: string, values: unknown, where: string): Principal[] {
  const type = principalTypes.find((known) => known === name);
  if (type === undefined) {
    throw new PolicySyntaxError(`${where} has the unknown type ${shown(name)}; known are ${principalTypes.join(', ')}`);
  }
  return listOf(values).map((value) => {
    if (typeof value === 'string' && value !== '') return { type, value };
    throw new PolicySyntaxError(`${where}: ${type} must hold non-empty strings, not ${shown(value)}`);
  });
}
