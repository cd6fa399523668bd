import { Unknown, type Model, type StartedProvider } from '../../model';
import { providers } from '../../../generated/resource-types';
import { isProviderOf } from './known-providers';
import {
  compareVersions,
  mostBounds,
  oldestOf,
  parseConstraint,
  type Constraint,
  type Version,
} from './version-constraint';

/** The result of comparing the AWS provider's version in an input with the versions whose types are known. */
type AwsVersion =
  | { readonly kind: 'known'; readonly constraint?: string }
  /** Every admitted version of a known major line is newer than the known one. */
  | { readonly kind: 'newer'; readonly constraint: string; readonly oldest: Version; readonly known: Version }
  | { readonly kind: 'other-line'; readonly constraint: string; readonly at: StartedProvider }
  | { readonly kind: 'not-understood'; readonly constraint: string; readonly at: StartedProvider };

const listedVersions: readonly Version[] = providers.flatMap((provider): Version[] => {
  const [, major, minor, patch] = /^hashicorp\/aws (\d+)\.(\d+)\.(\d+)$/.exec(provider) ?? [];
  return major === undefined ? [] : [[Number(major), Number(minor), Number(patch)]];
});

/** The newest version of each major line of the AWS provider in the list of types. */
export const knownVersions: readonly Version[] = listedVersions.filter(
  (version) => !listedVersions.some((other) => other[0] === version[0] && compareVersions(other, version) > 0),
);

/** All constraints apply together, in every module. */
export function awsVersionOf({ started = [] }: Model): AwsVersion {
  const bound = started.filter(
    ({ source, constraint }) => constraint !== undefined && source !== undefined && isProviderOf(source, 'aws'),
  );
  const constraints = new Map<string, Constraint>();
  for (const at of bound) {
    const text = at.constraint instanceof Unknown ? undefined : at.constraint;
    const parsed = text === undefined ? undefined : (constraints.get(text) ?? parseConstraint(text));
    if (text === undefined || parsed === undefined) return { kind: 'not-understood', constraint: text ?? '', at };
    constraints.set(text, parsed);
  }
  const bounds = [...constraints.values()].flat();
  const [at] = bound;
  if (at === undefined) return { kind: 'known' };
  if (bounds.length > mostBounds)
    return { kind: 'not-understood', constraint: at.constraint instanceof Unknown ? '' : (at.constraint ?? ''), at };
  const constraint = [
    ...new Set(bound.flatMap((one) => (typeof one.constraint === 'string' ? one.constraint : []))),
  ].join(', ');
  const admitted = knownVersions.flatMap((known) => {
    const oldest = oldestOf(known[0], bounds);
    return oldest === undefined ? [] : [{ known, oldest }];
  });
  const [first] = admitted;
  if (first === undefined) return { kind: 'other-line', constraint, at };
  if (admitted.some(({ known, oldest }) => compareVersions(oldest, known) <= 0)) return { kind: 'known', constraint };
  return { kind: 'newer', constraint, ...first };
}

function shownVersion(version: Version): string {
  return version.join('.');
}

/** The versions of the AWS provider that the list describes. */
export const knownInWords = knownVersions.map(shownVersion).join(' and ');

/** The same, and those that the input demands. */
export function inWords(model: Model): string {
  const { constraint } = awsVersionOf(model);
  const demanded = constraint === undefined ? 'names no version' : `demands ${JSON.stringify(constraint)}`;
  return `the list describes versions ${knownInWords} of the AWS provider, and this input ${demanded}`;
}

/** The assumption about a provider that is newer than the list of types. Every report prints it. */
export function newerProviderAssumed(model: Model): string[] {
  const version = awsVersionOf(model);
  if (version.kind !== 'newer') return [];
  const { constraint, oldest, known } = version;
  return [
    `The AWS provider is at least ${shownVersion(oldest)} ("${constraint}"), and its types can grant the same as those of ${shownVersion(known)}.`,
  ];
}
