import { textOf, type Unknown, type Model, type Resource } from '../../model';
import type { Contract, ContractSubject, GivenParameters } from '../contract/contract';
import { isSubjectType } from '../resource-contracts/types';
import { environmentIn } from '../contract/parameters';
import { nameOfRole } from '../naming/generated-name';
import { ofType } from '../of-type';
import { parameterValues } from './parameter-values';
import { isInShard } from './shards';

/** A resource with the name of a contract's subject. */
export interface Candidate {
  readonly contract: Contract;
  /** The machine or the role. */
  readonly resource: Resource;
  readonly isMachine: boolean;
  /** Undefined if it is not known before the apply. */
  readonly name: string | undefined;
  /** The environment in its name; empty if the subject has a literal name. */
  readonly environment: string;
}

/** All resources with the name of the subject, in any environment. */
export function candidatesIn(
  model: Model,
  contract: Contract,
  subject: ContractSubject,
  given: GivenParameters,
): Candidate[] {
  if (subject.kind === 'resource') return resourcesAt(model, contract, subject.address);
  const isMachine = subject.kind === 'machine';
  const type = isMachine ? 'aws_sfn_state_machine' : 'aws_iam_role';
  return ofType(model, type).flatMap((resource): Candidate[] => {
    if (resource.mode === 'data' || !isInShard(model, resource, contract)) return [];
    const text = textOf(resource.values, 'name');
    const name = typeof text === 'string' ? text : isMachine ? undefined : nameOfRole(resource);
    const environment =
      subject.kind === 'machine'
        ? environmentOfMachine(subject.name, name)
        : environmentOfRole(model, resource, text, subject, given);
    return environment === undefined ? [] : [{ contract, resource, isMachine, name, environment }];
  });
}

/** The key, topic, queue, secret or event bus at an address, or its policy. */
function resourcesAt(model: Model, contract: Contract, pattern: string): Candidate[] {
  // A plan has tens of thousands of resources, and nearly all have another address.
  const [start = ''] = pattern.split('${', 1);
  return model.resources.flatMap((resource): Candidate[] => {
    if (!resource.address.startsWith(start) || resource.mode === 'data' || !isSubjectType(resource.type)) return [];
    const environment = environmentIn(pattern, resource.address, false);
    const name = resource.address;
    return environment === undefined ? [] : [{ contract, resource, isMachine: false, name, environment }];
  });
}

function environmentOfMachine(pattern: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : environmentIn(pattern, name, false);
}

/** The environment in which a role is the subject: empty if the subject names none, undefined if it is another role. */
function environmentOfRole(
  model: Model,
  resource: Resource,
  name: string | Unknown | undefined,
  subject: Exclude<ContractSubject, { kind: 'machine' | 'resource' }>,
  given: GivenParameters,
): string | undefined {
  if (subject.kind === 'address') return environmentIn(subject.address, resource.address, false);
  if (typeof name !== 'string') return undefined;
  const path = textOf(resource.values, 'path') ?? '/';
  if (subject.path !== undefined && typeof path === 'string' && path !== subject.path) return undefined;
  const environment = environmentIn(subject.name, name, true);
  if (environment === undefined || subject.account === undefined) return environment;
  const { account } = parameterValues(model, resource, '', given);
  return account !== undefined && account !== subject.account ? undefined : environment;
}
