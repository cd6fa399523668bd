import { InputError } from '../../input-error';
import { counted } from '../../text/duration';
import {
  changesOf,
  checkChanges,
  findingChanges,
  foundIn,
  usersIn,
  type Change,
  type Changes,
  type Compared,
  type EarlierCheck,
  type EarlierDocument,
  type Named,
} from '../../report/since';
import type { AuditDocument, Basis, EnvironmentAudit, PartName } from '../document';
import { partNames, titles } from '../formats/titles';
import { auditChanges, partsInBoth } from './sides';
import type { Earlier } from './earlier';

/** What changed since an earlier document. Throws an InputError with one line if it is about other environments, or about one in another account. */
export function changesSince(earlier: Earlier, now: AuditDocument, signedBy: string | null): Changes {
  const isSameRelease = toolOf(earlier) === now.tool;
  const compared = now.environments.map((one): Compared => ({
    environment: one.environment,
    account: one.account,
    ...(earlier.kind === 'audit'
      ? sinceAudit(earlier.document, one, isSameRelease)
      : sinceEvidence(earlier, one, isSameRelease)),
  }));
  refuseOthers(earlier, now, compared);
  return { from: about(earlier, signedBy), environments: withBasis(compared, earlier, now) };
}

function toolOf(earlier: Earlier): string {
  return earlier.kind === 'audit' ? earlier.document.tool : earlier.document.toolVersion;
}

function about(earlier: Earlier, signedBy: string | null): EarlierDocument {
  const { file, kind } = earlier;
  const at = earlier.kind === 'audit' ? earlier.document.at : earlier.document.report.date;
  return { file, kind, tool: toolOf(earlier), at, signedBy };
}

type Sides = Pick<Compared, 'changes' | 'notCompared'>;

/** The words for an environment that the earlier document does not have. */
const nothing: Sides = {
  changes: [],
  notCompared: ['everything: the earlier document does not have this environment'],
};

function sinceAudit({ environments }: AuditDocument, now: EnvironmentAudit, isSameRelease: boolean): Sides {
  const before = environments.find(
    ({ environment, account }) => environment === now.environment && account === now.account,
  );
  if (before === undefined) return nothing;
  const both = partsInBoth(before, now);
  return {
    changes: auditChanges(before, now, isSameRelease),
    notCompared: partNames.filter((name) => !both.has(name)).map((name) => titles[name]),
  };
}

/** The parts of an audit that a check does not have. */
const notOfChecks: readonly PartName[] = ['keys', 'drift', 'rotations', 'alerts', 'controls'];

function sinceEvidence(
  { document }: Earlier & { readonly kind: 'evidence' },
  now: EnvironmentAudit,
  isSameRelease: boolean,
): Sides {
  const { report } = now.parts.roles;
  const own = document.report.checks.filter((check) => isAbout(check, now, document.options.given?.environment));
  if (own.length === 0) return nothing;
  const others = notOfChecks.map((name) => titles[name]);
  if (report === null) return { changes: [], notCompared: [titles.roles, titles.readers, ...others] };
  // An export shows what an audit sees; a stack or a plan shows the roles alone.
  const exports = own.filter(({ kind }) => kind === 'export');
  const isSameKind = exports.length > 0;
  const before: readonly EarlierCheck[] = isSameKind ? exports : own;
  const after = report.checks;
  const more = isSameKind
    ? [
        ...changesOf('user', usersIn(before), usersIn(after)),
        ...findingChanges(foundIn(before), foundIn(after), isSameRelease),
      ]
    : [];
  return {
    changes: [...checkChanges(before, after, { isSameKind }), ...more],
    notCompared: [...(isSameKind ? [] : ['users', 'findings', 'what a new key can do']), ...others],
  };
}

/** Whether a check is about an environment. Evidence of 0.1.0 does not name it: then its roles tell. */
function isAbout(
  { accountId, environment, roles }: EarlierCheck,
  now: EnvironmentAudit,
  given: string | undefined,
): boolean {
  const account = accountId ?? roles[0]?.arn.split(':')[4];
  if (account !== now.account) return false;
  const name = environment ?? given;
  if (name !== undefined) return name === now.environment;
  const stack = now.machine.split(':').at(-1) ?? '';
  return roles.some(({ arn }) => arn.includes(`role/${stack}-`));
}

/** An environment in another account is another environment; and a document about none of the audited ones says nothing. */
function refuseOthers(earlier: Earlier, now: AuditDocument, compared: readonly Compared[]): void {
  const own = environmentsIn(earlier);
  const moved = now.environments.find(
    ({ environment, account }) =>
      own.some((one) => one.environment === environment && one.account !== account) &&
      !own.some((one) => one.environment === environment && one.account === account),
  );
  const isOther = compared.length > 0 && compared.every(({ notCompared }) => notCompared === nothing.notCompared);
  const [first] = moved === undefined ? now.environments : [moved];
  if ((moved === undefined && !isOther) || first === undefined) return;
  throw InputError.of(
    `--since ${earlier.file}: is about ${listed(own)}, and this audit is about ${first.environment} in account ${first.account}; give an earlier document of that environment`,
  );
}

interface Place {
  readonly environment: string | undefined;
  readonly account: string;
}

function environmentsIn(earlier: Earlier): readonly Place[] {
  if (earlier.kind === 'audit') return earlier.document.environments;
  const { report, options, accounts } = earlier.document;
  const known = report.checks.flatMap(({ accountId, environment, roles }): Place[] => {
    const account = accountId ?? roles[0]?.arn.split(':')[4];
    return account === undefined ? [] : [{ account, environment: environment ?? options.given?.environment }];
  });
  return known.length > 0 ? known : accounts.map((account) => ({ account, environment: undefined }));
}

function listed(places: readonly Place[]): string {
  const words = places.map(({ environment, account }) =>
    environment === undefined ? `account ${account}` : `${environment} in account ${account}`,
  );
  const [first = 'no environment', ...others] = [...new Set(words)];
  return others.length === 0 ? first : `${first} and ${counted(others.length, 'other environment')}`;
}

/** The contracts and the options are those of the whole call: they stand with the first environment. */
function withBasis(compared: readonly Compared[], earlier: Earlier, { basis }: AuditDocument): Compared[] {
  const contracts = earlier.kind === 'audit' ? earlier.document.basis.contracts : earlier.document.contracts;
  const ofAll: Change[] = [
    ...changesOf('contract', contracts.map(contractOf), basis.contracts.map(contractOf)),
    ...(earlier.kind === 'audit' ? changesOf('option', optionsOf(earlier.document.basis), optionsOf(basis)) : []),
  ];
  return compared.map((one, index) => (index === 0 ? { ...one, changes: [...one.changes, ...ofAll] } : one));
}

function contractOf({ file, sha256, beside = [] }: Basis['contracts'][number]): Named {
  const value = [sha256, ...beside.map((one) => one.sha256)].join(' ');
  return { name: file, subject: file, value, shown: `SHA-256 ${value}` };
}

function optionsOf({ options }: Basis): Named[] {
  return Object.entries(options).map(([name, value]) => ({
    name,
    subject: null,
    value: JSON.stringify(value),
    shown: `--${name} ${JSON.stringify(value)}`,
  }));
}
