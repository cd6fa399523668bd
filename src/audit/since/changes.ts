import { InputError } from '../../input-error';
import {
  aboutEvidence,
  changesOf,
  changesSinceEvidence,
  placesIn,
  placesInWords,
  type Change,
  type Changes,
  type Compared,
  type EarlierDocument,
  type JudgedPlace,
  type Named,
} from '../../report/since';
import type { AuditDocument, Basis, EnvironmentAudit, PartName } from '../document';
import { partNames, titles } from '../titles';
import { auditChanges, partsInBoth } from './sides';
import type { Earlier } from './earlier';

/** Changes since an earlier document. Throws an InputError with one line if it is about other environments, or about one in another account. */
export function changesSince(earlier: Earlier, now: AuditDocument, signedBy: string | null): Changes {
  const isSameRelease = toolOf(earlier) === now.tool;
  const compared = now.environments.map((one): Compared => ({
    environment: one.environment,
    account: one.account,
    ...(earlier.kind === 'audit'
      ? sinceAudit(earlier.document, one, isSameRelease)
      : sinceEvidence(earlier, one, now.tool)),
  }));
  refuseOthers(earlier, now, compared);
  return { from: about(earlier, signedBy), environments: withBasis(compared, earlier, now) };
}

function toolOf(earlier: Earlier): string {
  return earlier.kind === 'audit' ? earlier.document.tool : earlier.document.toolVersion;
}

function about(earlier: Earlier, signedBy: string | null): EarlierDocument {
  const { file, kind, document } = earlier;
  if (kind === 'evidence') return aboutEvidence(document, file, signedBy);
  return { file, kind, tool: document.tool, at: document.at, signedBy };
}

type Sides = Pick<Compared, 'changes' | 'notCompared'>;

/** The words for an environment that the earlier document does not have. */
export const nothingCompared = 'everything: the earlier document does not have this environment';

const nothing: Sides = { changes: [], notCompared: [nothingCompared] };

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
  tool: string,
): Sides {
  const { report } = now.parts.roles;
  const { environment, account, machine } = now;
  const stack = machine.split(':').at(-1);
  const found = changesSinceEvidence(document, { environment, account, tool, stack, checks: report?.checks ?? [] });
  if (found === undefined) return nothing;
  const others = notOfChecks.map((name) => titles[name]);
  return report === null
    ? { changes: [], notCompared: [titles.roles, titles.readers, ...others] }
    : { ...found, notCompared: [...found.notCompared, ...others] };
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
    `--since ${earlier.file}: is about ${placesInWords(own)}, and this audit is about ${first.environment} in account ${first.account}; give an earlier document of that environment`,
  );
}

function environmentsIn(earlier: Earlier): readonly JudgedPlace[] {
  return earlier.kind === 'audit' ? earlier.document.environments : placesIn(earlier.document);
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
