import type { Resource } from '../../model';
import type { Context } from '../context';
import { standingOf } from '../resource-types';
import { grantsNothingNew } from '../resource-types/newer-arguments';
import { entryOf } from '../resource-types/table';
import { awsVersionOf, inWords } from './aws-versions';

/** Returns whether every unknown argument of a resource can be assumed to grant nothing, because the provider is newer than the list. */
export function newerArguments(context: Context): (resource: Resource) => readonly string[] | undefined {
  if (awsVersionOf(context.model).kind !== 'newer') return () => undefined;
  const named = namesIn(context);
  return (resource) => {
    if (resource.mode !== 'managed' || !resource.type.startsWith('aws_')) return undefined;
    const standing = standingOf(resource);
    const strange = standing.kind === 'not-understood' ? (standing.strange ?? []) : [];
    const entry = entryOf(resource.mode, resource.type);
    const isAssumed = strange.every((argument) => grantsNothingNew(entry, resource, argument, named));
    return strange.length > 0 && isAssumed ? strange : undefined;
  };
}

/** Names of judged roles and of the users and secrets of their contracts. */
function namesIn({ judged }: Context): string[] {
  const names = judged.flatMap(({ roleName, contract }) => [
    roleName.replace(/<.*$/s, ''),
    ...(contract.pairs ?? []).flatMap(({ userName, secretName }) => [userName, secretName]),
    ...contract.acceptedUsers.map(({ name }) => name),
    ...contract.identity.flatMap(({ resources }) => resources.flatMap(lastName)),
  ]);
  return [...new Set(names.filter((name) => name !== ''))];
}

/** The literal parts of the name at the end of an ARN, or of a pattern of it. */
function lastName(arn: string): string[] {
  return (arn.split(/[:/]/).at(-1) ?? '').split(/-?[*?]+/);
}

/** The assumptions about arguments that the list does not know, one for each argument of a type. Every report prints them. */
export function newerArgumentsAssumed(context: Context): string[] {
  const assumed = newerArguments(context);
  const found = context.model.resources.flatMap((resource) =>
    (assumed(resource) ?? []).map(
      (argument) => `The argument "${argument}" of ${resource.type} grants nothing; ${inWords(context.model)}.`,
    ),
  );
  return [...new Set(found)];
}
