import type { Condition, Patterns, PolicyDocument, PolicyKind, PolicyVersion, Statement } from './document';
import { refuseForeignCharacters } from './characters';
import { isRecord, listOf, shown, type JsonRecord } from './elements';
import { readConditions } from './condition-reader';
import { PolicySyntaxError } from './policy-error';
import { readPrincipals } from './principal-reader';

const documentElements = ['Version', 'Id', 'Statement'];
const statementElements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Reads a decoded document; see `parseIdentityPolicy`. */
export function readDocument(value: unknown, kind: PolicyKind): PolicyDocument {
  if (!isRecord(value)) throw new PolicySyntaxError(`A policy document must be an object, not ${shown(value)}`);
  refuseOversize(value);
  refuseForeignCharacters(value);
  refuseUnknown(value, documentElements, 'The document');
  if (kind === 'identity' && 'Id' in value) {
    throw new PolicySyntaxError('Id belongs to resource policies; leave it out of an identity policy');
  }
  if ('Id' in value && typeof value.Id !== 'string')
    throw new PolicySyntaxError(`Id must be a string, not ${shown(value.Id)}`);
  const statements = listOf(value.Statement).map((statement, index) => readStatement(statement, index, kind));
  if (!('Statement' in value)) throw new PolicySyntaxError('The document has no Statement');
  if (statements.length === 0) throw new PolicySyntaxError('Statement is an empty list; a policy needs at least one');
  refuseRepeatedSids(statements);
  return { version: readVersion(value), statements };
}

/**
 * The length that no service accepts as a policy.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
const mostCharacters = 131_072;

/** Refuses a text that is longer than any policy before it is read. */
function refuseOversize(document: unknown): void {
  let characters = 0;
  const waiting: unknown[] = [document];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') characters += value.length + 2;
    else if (typeof value !== 'object' || value === null) characters += 1;
    else {
      for (const name in value) {
        characters += Array.isArray(value) ? 1 : name.length + 3;
        waiting.push((value as JsonRecord)[name]);
        if (characters > mostCharacters) break;
      }
    }
    if (characters > mostCharacters)
      throw new PolicySyntaxError(`It is longer than any policy that AWS accepts: ${mostCharacters} characters`);
  }
}

function readVersion(document: JsonRecord): PolicyVersion | undefined {
  if (!('Version' in document)) return undefined;
  const version = document.Version;
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  throw new PolicySyntaxError(`Version must be "2012-10-17" or "2008-10-17", not ${shown(version)}`);
}

function readStatement(value: unknown, index: number, kind: PolicyKind): Statement {
  const where = `Statement ${index}`;
  if (!isRecord(value)) throw new PolicySyntaxError(`${where} must be an object, not ${shown(value)}`);
  refuseUnknown(value, statementElements, where);
  refuseBoth(value, 'Action', where);
  refuseBoth(value, 'Resource', where);
  refuseBoth(value, 'Principal', where);

  const sid = readSid(value, where, kind);
  const action = readPatterns(value, 'Action', where);
  const resource = readPatterns(value, 'Resource', where);
  const principal = readPrincipals(value, where);
  if (action === undefined) throw new PolicySyntaxError(`${where} has neither Action nor NotAction`);
  action.patterns.forEach((pattern) => refuseBadAction(pattern, where));
  const problem = problemsOfKind[kind]({ resource, principal });
  if (problem !== undefined) throw new PolicySyntaxError(`${where} ${problem}`);
  return {
    index,
    ...(sid !== undefined && { sid }),
    effect: readEffect(value, where),
    action,
    ...(resource && { resource }),
    ...(principal && { principal }),
    conditions: readConditionElement(value, where),
  };
}

/** The elements that differ between the kinds of policy. */
type KindElements = {
  readonly [element in 'resource' | 'principal']: Statement[element] | undefined;
};

/** The required and the forbidden elements of a statement of each kind. */
const problemsOfKind: { readonly [kind in PolicyKind]: (elements: KindElements) => string | undefined } = {
  identity: ({ resource, principal }) => {
    if (resource === undefined) return 'has neither Resource nor NotResource, which an identity policy needs';
    return principal === undefined ? undefined : 'has a principal, which an identity policy must not have';
  },
  trust: ({ resource, principal }) => {
    if (resource !== undefined)
      return 'has a resource, which a trust policy must not have: its resource is the role itself';
    const isPrincipal = principal?.negated === false;
    return isPrincipal ? undefined : 'must have a Principal (a trust policy needs one, and cannot have NotPrincipal)';
  },
  resource: ({ principal }) =>
    principal ? undefined : 'has neither Principal nor NotPrincipal, which a resource policy needs',
};

function readEffect(statement: JsonRecord, where: string): 'Allow' | 'Deny' {
  if (!('Effect' in statement)) throw new PolicySyntaxError(`${where} has no Effect; it must be "Allow" or "Deny"`);
  const effect = statement.Effect;
  if (effect === 'Allow' || effect === 'Deny') return effect;
  throw new PolicySyntaxError(`${where}: Effect must be "Allow" or "Deny", in this spelling, not ${shown(effect)}`);
}

/** IAM allows letters and digits only; other services allow more in their resource policies. */
function readSid(statement: JsonRecord, where: string, kind: PolicyKind): string | undefined {
  if (!('Sid' in statement)) return undefined;
  const sid = statement.Sid;
  if (typeof sid !== 'string') throw new PolicySyntaxError(`${where}: Sid must be a string, not ${shown(sid)}`);
  if (kind !== 'resource' && !/^[A-Za-z0-9]*$/.test(sid)) {
    throw new PolicySyntaxError(`${where}: Sid ${shown(sid)} may have letters and digits only`);
  }
  return sid;
}

function readPatterns(statement: JsonRecord, element: 'Action' | 'Resource', where: string): Patterns | undefined {
  const negated = `Not${element}` in statement;
  const name = negated ? `Not${element}` : element;
  if (!(name in statement)) return undefined;
  const patterns = listOf(statement[name]).map((pattern) => {
    if (typeof pattern === 'string' && pattern !== '') return pattern;
    throw new PolicySyntaxError(`${where}: ${name} must hold non-empty strings, not ${shown(pattern)}`);
  });
  if (patterns.length === 0) throw new PolicySyntaxError(`${where}: ${name} is an empty list`);
  return { negated, patterns };
}

/** Blanks and look-alikes are never part of an action. Without a service prefix, only a wildcard has a meaning. */
function refuseBadAction(pattern: string, where: string): void {
  if (!/^[A-Za-z0-9*?:_.-]+$/.test(pattern) || !/[:*]/.test(pattern)) {
    throw new PolicySyntaxError(`${where}: ${shown(pattern)} is not an action; write one such as "service:Name"`);
  }
}

function readConditionElement(statement: JsonRecord, where: string): Condition[] {
  return 'Condition' in statement ? readConditions(statement.Condition, where) : [];
}

function refuseUnknown(object: JsonRecord, known: readonly string[], where: string): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const meant = known.find((element) => element.toLowerCase() === name.toLowerCase());
    throw new PolicySyntaxError(
      `${where} has the unknown element ${shown(name)}; ${meant ? `write it ${meant}` : `known are ${known.join(', ')}`}`,
    );
  }
}

function refuseBoth(statement: JsonRecord, element: string, where: string): void {
  if (element in statement && `Not${element}` in statement) {
    throw new PolicySyntaxError(`${where} has both ${element} and Not${element}; only one of them is possible`);
  }
}

function refuseRepeatedSids(statements: readonly Statement[]): void {
  const seen = new Set<string>();
  for (const { sid, index } of statements) {
    if (sid === undefined || sid === '') continue;
    if (seen.has(sid)) throw new PolicySyntaxError(`Statement ${index} repeats the Sid ${shown(sid)}`);
    seen.add(sid);
  }
}
