import { parseArn } from '../../iam';
import { InputError } from '../../input-error';
import { attribute, isList, Unknown, type Construct, type Model, type Value, type ValueObject } from '../../model';
import { exportCommand } from '../commands';
import type { ExportEntry, Oddity } from './entry';
import { readManagedPolicy } from './managed-policy';
import { readPrincipal } from './principals';

const lists = ['RoleDetailList', 'UserDetailList', 'GroupDetailList', 'Policies'] as const;
type List = (typeof lists)[number];

/** Members that are allowed next to the lists; the SDK for Python adds ResponseMetadata. */
const otherMembers = ['IsTruncated', 'Marker', 'NextToken', 'ResponseMetadata'];

/** A list of policies alone is what several other commands print. */
export function isExport(root: ValueObject): boolean {
  return lists.some((name) => name !== 'Policies' && attribute(root, name) !== undefined);
}

/**
 * Reads what `aws iam get-account-authorization-details` prints, as the resources that would have made it, so that it is judged as a stack
 * is. Addresses are ARNs. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readExport(root: ValueObject, file: string): Model {
  const entries = lists.flatMap((list) => entriesOf(root, list, file));
  const accounts = new Set(entries.flatMap(({ arn }) => accountOf(arn) ?? []));
  const [account] = accounts;
  const oddities = entries.flatMap((entry) => entry.oddities);
  return {
    kind: 'export',
    file,
    name: account === undefined || accounts.size > 1 ? file : `account ${account}`,
    resources: entries.flatMap(({ resources }) => resources),
    constructs: [
      ...wholeness(root),
      ...severalAccounts(accounts),
      ...entries.flatMap(({ constructs }) => constructs),
      ...twins(entries),
      ...together(oddities.filter(({ matters }) => matters)),
    ],
    providers: [
      {
        key: '',
        region: undefined,
        accountId: accounts.size > 1 ? new Unknown('the export has several accounts') : account,
      },
    ],
    notes: together(oddities.filter(({ matters }) => !matters)).map(({ description }) => description),
    destroyedRoles: [],
    nothingRemains: false,
  };
}

function entriesOf(root: ValueObject, list: List, file: string): ExportEntry[] {
  const value = attribute(root, list);
  if (value === undefined) return [];
  if (!isList(value)) throw InputError.of(`${file}: ${list} is not a list; ${exportCommand}, unedited`);
  const read = (entry: Value, index: number): ExportEntry => {
    const pointer = `/${list}/${index}`;
    return list === 'Policies' ? readManagedPolicy(entry, pointer) : readPrincipal(entry, list, pointer);
  };
  return value.map(read);
}

function construct(description: string, pointer?: string, address?: string): Construct {
  return {
    kind: 'not-whole',
    description,
    ...(pointer === undefined ? {} : { pointer }),
    ...(address === undefined ? {} : { address }),
  };
}

/** The signs that a part of the export is elsewhere, and the parts that are missing although every export has them. */
function wholeness(root: ValueObject): Construct[] {
  const isTruncated = attribute(root, 'IsTruncated');
  return [
    ...(isTruncated === undefined || isTruncated === false
      ? []
      : [construct('the export is one page of several (IsTruncated)', '/IsTruncated')]),
    ...['Marker', 'NextToken']
      .filter((name) => (attribute(root, name) ?? null) !== null)
      .map((name) => construct(`the export continues elsewhere (${name})`, `/${name}`)),
    ...lists
      .filter((name) => attribute(root, name) === undefined)
      .map((name) =>
        construct(`the export has no ${name}, not even an empty one: it was filtered, for example by --query`),
      ),
    ...Object.keys(root)
      .filter((name) => !lists.some((list) => list === name) && !otherMembers.includes(name))
      .map((name) => construct(`the export has a part ${JSON.stringify(name)} that is not understood`)),
  ];
}

/** The account of an ARN; policies of AWS are in none. */
function accountOf(arn: string | undefined): string | undefined {
  const account = arn === undefined ? undefined : parseArn(arn)?.accountId;
  return account === 'aws' || account === '' ? undefined : account;
}

function severalAccounts(accounts: ReadonlySet<string>): Construct[] {
  if (accounts.size < 2) return [];
  return [construct(`the export is joined from the accounts ${[...accounts].sort().join(', ')}`)];
}

/** Two entries of one name cannot both be what is in AWS. */
function twins(entries: readonly ExportEntry[]): Construct[] {
  const seen = new Set<string>();
  return entries.flatMap(({ key, arn, resources }) => {
    const isTwin = seen.has(key);
    seen.add(key);
    return isTwin ? [construct(`the export has ${arn ?? key} twice`, resources[0]?.pointer, arn)] : [];
  });
}

/** One line for all entries that lack the same. */
function together(oddities: readonly Oddity[]): Construct[] {
  const groups = new Map<string, Oddity[]>();
  for (const oddity of oddities) groups.set(oddity.what, [...(groups.get(oddity.what) ?? []), oddity]);
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { what, address, pointer } = first;
    return more.length === 0
      ? [construct(`${address} ${what}`, pointer, address)]
      : [construct(`${address} and ${more.length} more: each ${what}`, pointer)];
  });
}
