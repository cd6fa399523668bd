import { attribute, Unknown, type Resource } from '../../model';
import { isOfRotation } from '../closed-roles/other-policies';
import type { Context, JudgedRole } from '../context';
import type { Contract, UnknownDocument } from '../contract/contract';
import { isInstanceOf } from '../naming/elsewhere';
import type { Answer } from '../rule';
import { shownOf } from './shown';

/** The word of a person about a document that a plan does not know. */
type DeclaredDocument =
  | { readonly kind: 'declared'; readonly entry: UnknownDocument }
  /** No valid entry is about this document; `because` has the reason if one names its place. */
  | { readonly kind: 'open'; readonly answer: DocumentAnswer; readonly because: string }
  /** No entry can be about it. */
  | { readonly kind: 'closed' };

type DocumentAnswer = Answer & { readonly member: 'unknownDocuments' };

/**
 * Finds what a contract says about a policy of its role that a plan does not know. Only a document of a resource that the plan creates: what exists
 * can be read. And only if the input deploys no rotation, whose roles are written so that a plan knows them.
 */
export function declaredDocument(
  context: Context,
  { contract }: Pick<JudgedRole, 'contract'>,
  resource: Resource,
  attributeName: string,
): DeclaredDocument {
  const document = attribute(resource.values, attributeName);
  const isCreated = context.model.kind === 'plan' && resource.mode === 'managed' && resource.action === 'create';
  if (!(document instanceof Unknown) || !isCreated || !declarable.has(`${resource.type}.${attributeName}`))
    return { kind: 'closed' };
  if (resource.sensitive.has(attributeName) || isOfRotation(context)) return { kind: 'closed' };
  const shown = `sha256:${context.digest(shownOf(context.model, resource, document))}`;
  const { address } = resource;
  const named = entriesFor(contract, address, attributeName);
  const entry = named.find((one) => one.shown === shown && context.today <= one.expires);
  if (entry !== undefined) return { kind: 'declared', entry };
  const answer = { member: 'unknownDocuments', address, attribute: attributeName, shown } as const;
  return { kind: 'open', answer, because: because(contract, named, shown) };
}

/** The documents of a role that can be unknown as a whole. */
const declarable: ReadonlySet<string> = new Set([
  'aws_iam_policy.policy',
  'aws_iam_role.assume_role_policy',
  'aws_iam_role_policy.policy',
]);

function entriesFor({ unknownDocuments }: Contract, address: string, attributeName: string): UnknownDocument[] {
  return unknownDocuments.filter((one) => one.attribute === attributeName && isInstanceOf(one.address, address));
}

function because({ name }: Contract, named: readonly UnknownDocument[], shown: string): string {
  const [first] = named;
  if (first === undefined) return '';
  const expired = named.find((one) => one.shown === shown);
  const where = `; "unknownDocuments" of contract "${name}"`;
  return expired === undefined
    ? `${where} is about what the plan showed of it before, which has changed`
    : `${where} accepted it until ${expired.expires} and has expired`;
}

/** The remedy: make the document known, or say what it contains. */
export function remedyOfDocument(known: string, declared: DeclaredDocument): string {
  if (declared.kind !== 'open') return known;
  const { member, ...place } = declared.answer;
  const entry = JSON.stringify({ ...place, reason: 'TODO', owner: 'TODO', expires: 'YEAR-MM-DD' });
  return `${known} Or read it in the configuration, and say in the contract that it allows nothing outside the lines: "${member}": [${entry}].`;
}

/** The note about an entry, which --strict makes a failure. */
export function wordOf({ reason, owner, expires }: UnknownDocument, contract: string): string {
  return `only "unknownDocuments" of contract "${contract}" says that it allows nothing outside the lines (${reason}; ${owner}, until ${expires})`;
}
