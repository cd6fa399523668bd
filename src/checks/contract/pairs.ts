import { secretArnPattern, userArn, type ResourcePlace } from '../../iam';
import type { Contract, ContractPair, IdentityLine } from './contract';
import type { ContractJson } from './contract-json';
import type { ContractProblem } from './problems/schema-problems';

/** The references in the resources of an identity line to the users, or the secrets, of all pairs; each is a whole entry. */
export const pairReferences = { users: '${pairs.users}', secrets: '${pairs.secrets}' } as const;

type Reference = (typeof pairReferences)[keyof typeof pairReferences];

function isReference(resource: string): resource is Reference {
  return resource === pairReferences.users || resource === pairReferences.secrets;
}

/**
 * Names as IAM and Secrets Manager allow them: a resource that is made from them cannot contain a wildcard, a `$` or a control character.
 */
const ofUser = /^[\w+=,.@-]{1,64}$/;
const ofSecret = /^[\w/+=.@-]{1,512}$/;
/**
 * The ARN of a secret has six characters after its name. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
const ofCompleteArn = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

function isArn(secretName: string): boolean {
  return secretName.startsWith('arn:');
}

/** Problems of references to pairs: no pairs at all, or invalid names. */
export function referenceProblems({ identity = [], pairs }: ContractJson): ContractProblem[] {
  const references = identity.flatMap(({ resources }, line) =>
    resources.flatMap((resource, index) => (isReference(resource) ? [`identity[${line}].resources[${index}]`] : [])),
  );
  const [first] = references;
  if (first === undefined) return [];
  if (pairs === undefined) return [{ path: first, words: 'refers to pairs, but the contract has none; add "pairs"' }];
  return pairs.flatMap(({ userName, secretName }, index) => {
    const problem = problemOfNames({ userName: exampleOf(userName), secretName: exampleOf(secretName) });
    if (problem === undefined) return [];
    const value = problem.member === 'userName' ? userName : secretName;
    return [{ path: `pairs[${index}].${problem.member}`, words: `${JSON.stringify(value)} ${problem.words}` }];
  });
}

const examples = { account: '111122223333', region: 'eu-central-1', partition: 'aws', environment: 'staging' };

/** A text with a sample value for each parameter, to check whether it can be a name. */
function exampleOf(text: string): string {
  return Object.entries(examples).reduce((filled, [name, value]) => filled.replaceAll(`\${${name}}`, value), text);
}

interface ProblemOfPair {
  readonly member: 'userName' | 'secretName';
  readonly words: string;
}

function problemOfNames({
  userName,
  secretName,
}: Pick<ContractPair, 'userName' | 'secretName'>): ProblemOfPair | undefined {
  if (!ofUser.test(userName)) return { member: 'userName', words: 'is not a user name' };
  if (isArn(secretName))
    return ofCompleteArn.test(secretName)
      ? undefined
      : { member: 'secretName', words: 'is not the complete ARN of a secret, with the six characters at its end' };
  return ofSecret.test(secretName) ? undefined : { member: 'secretName', words: 'is not a secret name' };
}

/** A contract with the ARNs of its pairs in place of the references to them. */
export interface WithPairs {
  readonly contract: Contract;
  /** Lines of `identity` with a reference that has no value here. */
  readonly empty: readonly { readonly index: number; readonly reference: string; readonly isRemoved: boolean }[];
  /** The reason why the references cannot be resolved. */
  readonly problem: string | undefined;
}

/**
 * Puts the ARNs of the users and the secrets in place of the references. A line that then has no resources is removed: it allows nothing.
 * @param contract in its environment, with its parameters replaced
 */
export function withPairs(contract: Contract, place: ResourcePlace): WithPairs {
  const { identity, pairs = [] } = contract;
  if (!identity.some(({ resources }) => resources.some(isReference)))
    return { contract, empty: [], problem: undefined };
  const problem = pairs.flatMap((pair) => problemOf(pair, contract, place) ?? [])[0];
  const followed = problem === undefined ? pairs : [];
  const arnsOf = (reference: Reference): string[] => [
    ...new Set(
      followed.map((pair) =>
        reference === pairReferences.users ? userOf(pair, place) : secretOf(pair.secretName, place),
      ),
    ),
  ];
  const lines = identity.map((line): IdentityLine => ({
    ...line,
    resources: line.resources.flatMap((one) => (isReference(one) ? arnsOf(one) : [one])),
    ofPairs: ofPairsIn(line, followed, place),
  }));
  const empty = identity.flatMap(({ index, resources }, position) => {
    const isRemoved = lines[position]?.resources.length === 0;
    return resources
      .filter((one) => isReference(one) && arnsOf(one).length === 0)
      .map((reference) => ({ index, reference, isRemoved }));
  });
  return { contract: { ...contract, identity: lines.filter(({ resources }) => resources.length > 0) }, empty, problem };
}

/** The resources of the references of a line, without those that the line also lists. */
function ofPairsIn(
  { resources }: IdentityLine,
  pairs: readonly ContractPair[],
  place: ResourcePlace,
): ReadonlyMap<string, ContractPair> {
  const found = resources
    .filter(isReference)
    .flatMap((reference) =>
      pairs.map((pair): [string, ContractPair] => [
        reference === pairReferences.users ? userOf(pair, place) : secretOf(pair.secretName, place),
        pair,
      ]),
    );
  return new Map(found.filter(([arn]) => !resources.includes(arn)));
}

function userOf({ userName, path = '/' }: ContractPair, place: ResourcePlace): string {
  return userArn(place, path, userName);
}

/** The resource of a secret: its complete ARN, or the pattern of the ARN that its name has. */
export function secretOf(secretName: string, place: ResourcePlace): string {
  return isArn(secretName) ? secretName : secretArnPattern(place, secretName);
}

function problemOf(pair: ContractPair, { name }: Contract, place: ResourcePlace): string | undefined {
  const entry = `${pair.at ?? `pairs[${pair.index}]`} of contract "${name}"`;
  const problem = problemOfNames(pair);
  if (problem !== undefined) return `${entry}: ${JSON.stringify(pair[problem.member])} ${problem.words}`;
  if (!isArn(pair.secretName)) return undefined;
  const [, partition, , region, account] = pair.secretName.split(':');
  if (partition === place.partition && region === place.region && account === place.accountId) return undefined;
  return `${entry}: the secret is in ${partition ?? ''}, ${region ?? ''}, account ${account ?? ''}, but the role is in ${place.partition}, ${place.region}, account ${place.accountId}`;
}
