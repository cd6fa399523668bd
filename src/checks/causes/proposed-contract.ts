import type { Contract, ContractPair, IdentityLine } from '../contract/contract';

/** A pair as a contract lists it. */
export interface NamedPair extends Omit<ContractPair, 'index' | 'environments' | 'since'> {
  readonly environments?: readonly string[];
}

/** An ARN that must be added to a line of the contract that lists the ARNs of its pairs. */
export interface ProposedResource {
  readonly line: number;
  readonly resource: string;
}

interface Proposed {
  readonly contract: Contract;
  readonly resources: readonly ProposedResource[];
}

/** The contract with an entry for the pair, replacing the entry `instead` or after all others. */
export function withPair(contract: Contract, pair: NamedPair, instead: number | undefined): Proposed {
  const { pairs = [], identity } = contract;
  const replaced = instead === undefined ? undefined : pairs[instead];
  const models = replaced === undefined ? pairs : [replaced];
  const lines = identity.map((line) => ({ line, needed: resourceLike(line, models, pair) }));
  const entry = {
    ...pair,
    index: replaced?.index ?? pairs.length,
    environments: pair.environments ?? replaced?.environments,
    since: replaced?.since,
  };
  return {
    contract: {
      ...contract,
      pairs: replaced === undefined ? [...pairs, entry] : pairs.map((one) => (one === replaced ? entry : one)),
      identity: lines.map(({ line, needed }) => {
        if (needed === undefined) return line;
        const kept = line.resources.filter((one) => replaced === undefined || one !== needed.like);
        return { ...line, resources: [...kept, needed.resource] };
      }),
    },
    resources: lines.flatMap(({ line, needed }) =>
      needed === undefined ? [] : [{ line: line.index, resource: needed.resource }],
    ),
  };
}

/** The ARN of the new pair, made like the ARN of another pair that the line lists; undefined if the line lists none, or already has the new one. */
function resourceLike(
  { resources }: IdentityLine,
  pairs: readonly ContractPair[],
  pair: NamedPair,
): { readonly like: string; readonly resource: string } | undefined {
  for (const other of pairs) {
    for (const [known, wanted] of [
      [userPart(other), userPart(pair)],
      [secretPart(other), secretPart(pair)],
    ] as const) {
      const like = resources.find((resource) => resource.endsWith(known));
      if (like === undefined) continue;
      const resource = wanted.startsWith('arn:') ? wanted : like.slice(0, -known.length) + wanted;
      return known.startsWith('arn:') !== wanted.startsWith('arn:') || resources.includes(resource)
        ? undefined
        : { like, resource };
    }
  }
  return undefined;
}

function userPart({ userName, path = '/' }: Pick<ContractPair, 'userName' | 'path'>): string {
  return `:user${path}${userName}`;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html */
function secretPart({ secretName }: Pick<ContractPair, 'secretName'>): string {
  return secretName.startsWith('arn:') ? secretName : `:secret:${secretName}-??????`;
}
