import { actionMatches, overlaps, parseOperator, type PolicyDocument, type Statement } from '../../iam';
import { nestedBlocks, textOf, Unknown, type Model, type Resource } from '../../model';
import type { JudgedRole } from '../context';
import { isFor, resourcesMeant } from '../resource-contracts/target';
import { resourcePoliciesOf } from '../resource-policies/sources';
import { readHistory, type KeyTarget } from './key-targets';
import type { KeyReader } from './reader';

/** Whether a reader can decrypt the history; if that is not certain, true. */
type Decrypts = (reader: KeyReader) => boolean;

const always: Decrypts = () => true;

/**
 * The targets that a reader can read. The history of a machine with a customer key needs kms:Decrypt too, under the context of the machine, and
 * the policy of the key decides who has it. https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function readableBy(model: Model, role: JudgedRole): (reader: KeyReader, target: KeyTarget) => boolean {
  const decrypts = decryptsIn(model, role);
  return (reader, { action }) => action !== readHistory || decrypts(reader);
}

function decryptsIn(model: Model, role: JudgedRole): Decrypts {
  const documents = documentsOfKey(model, role);
  if (documents === undefined) return always;
  const named = documents.flatMap(({ statements }) => statements.filter(allowsDecrypt).map(principalsOf));
  // A statement for an account, for everybody or for an unknown principal lets policies of IAM decide.
  if (named.includes(undefined)) return always;
  const names = new Set(named.flatMap((some) => some ?? []).map(nameIn));
  return (reader) => {
    if (reader.kind === 'everybody') return false;
    if (reader.kind !== 'identity') return true;
    const { kind, name } = reader.identity;
    if (name === undefined) return true;
    // A policy cannot name a group; users of it can be named.
    if (kind === 'group') return [...names].some((one) => one.startsWith('user/'));
    return names.has(`${kind}/${name.toLowerCase()}`);
  };
}

/** The policies of the key that encrypts the history; undefined if there is no such key in the input, or more than they may decide. */
function documentsOfKey(model: Model, { machine, contract, place, environment }: JudgedRole) {
  const [block] = machine === undefined ? [] : nestedBlocks(machine.resource.values, 'encryption_configuration');
  if (machine === undefined || block === undefined || block instanceof Unknown) return undefined;
  const id = textOf(block, 'kms_key_id');
  if (textOf(block, 'type') !== 'CUSTOMER_MANAGED_KMS_KEY' || id === undefined) return undefined;
  const [key, ...more] = resourcesMeant(model, machine.resource, id, 'aws_kms_key') ?? [];
  if (key === undefined || more.length > 0) return undefined;
  return policiesOf(model, { resource: key, contract, place, environment });
}

const types = new Set(['aws_kms_key', 'aws_kms_key_policy', 'aws_kms_grant']);

function policiesOf(model: Model, key: Parameters<typeof isFor>[1]): readonly PolicyDocument[] | undefined {
  const found = resourcePoliciesOf(model)
    .filter(({ resource }) => types.has(resource.type))
    .map((source) => ({ source, certainty: isFor(model, key, source.resource) }))
    .filter(({ certainty }) => certainty !== 'no');
  const documents = found.map(({ source: { document, resource }, certainty }) =>
    certainty === 'yes' && !isGrant(resource) ? document : undefined,
  );
  const known = documents.filter((one) => one !== undefined);
  return known.length === 0 || known.length < documents.length ? undefined : known;
}

function isGrant({ type }: Resource): boolean {
  return type === 'aws_kms_grant';
}

function allowsDecrypt({ effect, action }: Statement): boolean {
  const decrypt = 'kms:Decrypt';
  return (
    effect === 'Allow' &&
    (action.negated || action.patterns.some((one) => actionMatches(one, decrypt) || overlaps(one, decrypt)))
  );
}

/** The ARNs of the only identities that a statement admits; undefined if they are not that certain. */
function principalsOf({ principal, conditions }: Statement): readonly string[] | undefined {
  if (principal === undefined || principal.negated) return undefined;
  const values = principal.principals.filter(({ type }) => type === 'AWS' || type === '*').map(({ value }) => value);
  if (!values.includes('*')) return values.every(isIdentity) ? values : undefined;
  const named = conditions.find(({ key, operator }) => {
    const parsed = parseOperator(operator);
    const isExact = parsed?.comparison === 'StringEquals' || parsed?.comparison === 'ArnEquals';
    return key.toLowerCase() === 'aws:principalarn' && isExact && !parsed.ifExists && parsed.set === undefined;
  });
  return named?.values.every(isIdentity) === true ? named.values : undefined;
}

function isIdentity(value: string): boolean {
  return /^arn:[a-z-]+:iam::\d{12}:(?:role|user)\/[^*?$]+$/.test(value);
}

/** The kind and the name of an identity, without its path: IAM names ignore case. */
function nameIn(arn: string): string {
  const [kind = '', ...path] = (arn.split(':').at(-1) ?? '').toLowerCase().split('/');
  return `${kind}/${path.at(-1) ?? ''}`;
}
