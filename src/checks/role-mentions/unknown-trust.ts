import {
  attribute,
  isList,
  isObject,
  nestedBlocks,
  textOf,
  Unknown,
  type Lead,
  type Model,
  type Value,
  type ValueObject,
} from '../../model';
import { destinationOfLead, type Destination, type Sought } from '../naming/destination';
import { trustPolicyIn } from '../policy-index';
import type { NamedRole } from '../resource-policies/named-role';
import { reachOf } from '../resource-policies/principals';
import { openDocument, type OpenDocument } from './open-documents';

/** The searched role and the model. */
interface Search {
  readonly model: Model;
  readonly sought: Sought;
  /** The nesting depth of the document. */
  readonly depth: number;
}

/** The deepest nesting of documents in documents. */
const deepest = 20;

/**
 * Follows the partly unknown trust policy of another role: elsewhere if no possible value admits the role. Conditions are ignored, because
 * they only restrict.
 */
export function destinationOfTrust(model: Model, lead: Lead, sought: Sought): Destination {
  return keepsOutLead({ model, sought, depth: 0 }, lead) ? 'elsewhere' : 'open';
}

function keepsOutLead(search: Search, lead: Lead): boolean {
  if (search.depth > deepest) return false;
  switch (lead.kind) {
    case 'known':
      return typeof lead.value === 'string' && keepsOut(lead.value, search.sought);
    case 'one-of':
      return ofOneOf(search, lead.leads);
    case 'attribute':
      return keepsOutDataSource(search, lead);
    default: {
      const document = openDocument(lead);
      const statements = document && statementsIn(search, document);
      return statements !== undefined && keepsOutStatements(statements, search.sought);
    }
  }
}

/** Values that choose a document are not documents. */
function ofOneOf(search: Search, leads: readonly Lead[]): boolean {
  const documents = leads.filter((lead) => lead.kind !== 'known' || typeof lead.value === 'string');
  return documents.length > 0 && documents.every((one) => keepsOutLead(search, one));
}

/** Whether a trust policy does not admit the role at all. An invalid one is not understood. */
function keepsOut(text: string, { name, accountId = '' }: Sought): boolean {
  const role: NamedRole = { name, accountId, partition: '*', path: undefined, uniqueId: undefined };
  const reading = trustPolicyIn(text);
  if (reading.kind !== 'document') return false;
  const { statements, version } = reading.document;
  return statements.every((statement) => reachOf(statement, version, role).kind === 'none');
}

function keepsOutStatements(statements: readonly ValueObject[], sought: Sought): boolean {
  return keepsOut(JSON.stringify({ Version: '2012-10-17', Statement: statements }), sought);
}

/** The statements of a document, without their conditions; undefined if one of them may name the role. */
function statementsIn(search: Search, { value, leadOf }: OpenDocument): ValueObject[] | undefined {
  if (!isObject(value)) return undefined;
  const statement = attribute(value, 'Statement') ?? null;
  const found = (isList(statement) ? statement : [statement]).map((one): ValueObject | undefined => {
    if (!isObject(one) || attribute(one, 'NotPrincipal') !== undefined) return undefined;
    const principal = attribute(one, 'Principal');
    const kinds = isObject(principal) ? Object.entries(principal) : undefined;
    const closed = kinds === undefined ? principal : closedPrincipals(search, kinds, leadOf);
    const isWhole = closed !== undefined && (typeof closed === 'string' || isObject(closed));
    return isWhole ? trusting(attribute(one, 'Effect') ?? null, closed) : undefined;
  });
  return allOf(found);
}

function trusting(effect: Value, principal: string | ValueObject): ValueObject {
  return { Effect: effect instanceof Unknown ? 'Allow' : effect, Principal: principal, Action: 'sts:AssumeRole' };
}

function allOf<Item>(items: readonly (Item | undefined)[]): Item[] | undefined {
  return items.includes(undefined) ? undefined : items.flatMap((item) => (item === undefined ? [] : [item]));
}

/** A principal that is certainly not the role: the root of an account that does not exist. */
const somebodyElse = '000000000000';

/** Principals with unknown ones replaced by another principal; undefined if one of them may be the role. */
function closedPrincipals(
  { model, sought }: Search,
  kinds: readonly (readonly [string, Value])[],
  leadOf: OpenDocument['leadOf'],
): ValueObject | undefined {
  const closed = kinds.map(([kind, value]): [string, Value] | undefined => {
    const items = isList(value) ? value : [value];
    // A service, an identity provider and an account by its other id are not roles.
    if (kind !== 'AWS') return items.some(isOpen) ? (kind === '*' ? undefined : [kind, 'unknown']) : [kind, value];
    const isElsewhere = items.every(
      (item) => !(item instanceof Unknown) || destinationOfLead(model, leadOf(item), sought) === 'elsewhere',
    );
    return isElsewhere ? [kind, items.map((item) => (item instanceof Unknown ? somebodyElse : item))] : undefined;
  });
  const all = allOf(closed);
  return all === undefined ? undefined : Object.fromEntries(all);
}

function isOpen(value: Value): boolean {
  return value instanceof Unknown;
}

/** A data source `aws_iam_policy_document`: its statements, and the documents that it includes. */
function keepsOutDataSource(search: Search, { resource, name }: Lead & { readonly kind: 'attribute' }): boolean {
  const { mode, type, values } = resource;
  if (mode !== 'data' || type !== 'aws_iam_policy_document') return false;
  if (name !== undefined && name !== 'json' && name !== 'minified_json') return false;
  const leadOf = (inner: Unknown): Lead => search.model.leadOf?.(resource, inner) ?? { kind: 'lost' };
  const blocks = nestedBlocks(values, 'statement').map((block) => statementOf(search, block, leadOf));
  const statements = allOf(blocks);
  const documents = [...oldDocuments, ...otherDocuments].flatMap((one) => {
    const value = attribute(values, one) ?? null;
    return isList(value) ? value : value === null || value === '' ? [] : [value];
  });
  if (statements === undefined || statements.length + documents.length === 0) return false;
  const isKeptOut = (document: Value): boolean =>
    keepsOutLead(
      { ...search, depth: search.depth + 1 },
      document instanceof Unknown ? leadOf(document) : { kind: 'known', value: document },
    );
  return (statements.length === 0 || keepsOutStatements(statements, search.sought)) && documents.every(isKeptOut);
}

const oldDocuments = ['source_json', 'override_json'];
const otherDocuments = ['source_policy_documents', 'override_policy_documents'];

/** A block `statement` as a statement of a trust policy. */
function statementOf(
  search: Search,
  block: ValueObject | Unknown,
  leadOf: OpenDocument['leadOf'],
): ValueObject | undefined {
  if (block instanceof Unknown || nestedBlocks(block, 'not_principals').length > 0) return undefined;
  const kinds = new Map<string, Value[]>();
  for (const principal of nestedBlocks(block, 'principals')) {
    const kind = principal instanceof Unknown ? undefined : textOf(principal, 'type');
    const identifiers = principal instanceof Unknown ? undefined : attribute(principal, 'identifiers');
    if (typeof kind !== 'string' || identifiers === undefined) return undefined;
    kinds.set(kind, [...(kinds.get(kind) ?? []), ...(isList(identifiers) ? identifiers : [identifiers])]);
  }
  if (kinds.size === 1 && kinds.get('*')?.includes('*') === true) return trusting('Allow', '*');
  const closed = closedPrincipals(search, [...kinds], leadOf);
  return closed && trusting(attribute(block, 'effect') ?? 'Allow', closed);
}
