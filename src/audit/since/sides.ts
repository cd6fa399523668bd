import { checkChanges, changesOf, findingChanges, type Change, type Found, type Named } from '../../report/since';
import { partsWithGaps } from '../audit';
import type { EnvironmentAudit, PartName } from '../document';
import { partNames, titles } from '../titles';

/** The parts that both audits show completely: nothing is said about others, because what nobody saw is not gone. */
export function partsInBoth(before: EnvironmentAudit, after: EnvironmentAudit): ReadonlySet<PartName> {
  const hidden = new Set([...partsWithGaps(before), ...partsWithGaps(after)]);
  return new Set(
    partNames.filter(
      (name) =>
        !hidden.has(name) && before.parts[name].verdict !== 'not-judged' && after.parts[name].verdict !== 'not-judged',
    ),
  );
}

/** The differences of two audits of one environment. */
export function auditChanges(before: EnvironmentAudit, after: EnvironmentAudit, isSameRelease: boolean): Change[] {
  const both = partsInBoth(before, after);
  const of = (
    read: (audit: EnvironmentAudit) => readonly Named[],
    part: Change['part'],
    needed?: PartName,
  ): Change[] => (needed === undefined || both.has(needed) ? changesOf(part, read(before), read(after)) : []);
  const checks = ({ parts }: EnvironmentAudit) => parts.roles.report?.checks ?? [];
  return [
    ...of(verdictsIn, 'verdict'),
    ...(both.has('roles') ? checkChanges(checks(before), checks(after), { isSameKind: true }) : []),
    ...of(usersIn, 'user', 'keys'),
    ...of(keysIn, 'key', 'keys'),
    ...findingChanges(foundIn(before, both), foundIn(after, both), isSameRelease),
    ...of(controlsIn, 'control', 'controls'),
    ...of(gapsIn, 'gap'),
    ...of(settingsIn, 'settings'),
  ];
}

function verdictsIn({ verdict, parts }: EnvironmentAudit): Named[] {
  const whole = { name: 'the audit', subject: null, value: verdict, shown: verdict };
  const each = partNames.map((name) => ({ name, subject: titles[name], value: parts[name].verdict }));
  return [whole, ...each.map((one) => ({ ...one, shown: one.value.replace('-', ' ') }))];
}

function usersIn({ parts }: EnvironmentAudit): Named[] {
  return parts.keys.users.map(({ user, isRotated }) => {
    const value = isRotated ? 'in the settings' : 'not in the settings';
    return { name: user, subject: user, value, shown: value };
  });
}

/** A key is known by its user and the time at which it was created: the credential report has no ids. */
function keysIn({ parts }: EnvironmentAudit): Named[] {
  return parts.keys.users.flatMap(({ user, keys }) =>
    keys.map(({ createdAt, status }) => ({
      name: `${user} ${createdAt}`,
      subject: user,
      value: status,
      shown: `created ${createdAt}, ${status}`,
    })),
  );
}

function foundIn({ parts }: EnvironmentAudit, both: ReadonlySet<PartName>): Found[] {
  // The rows of the controls are compared by themselves.
  return partNames
    .filter((name) => name !== 'controls' && both.has(name))
    .flatMap((name) =>
      parts[name].findings.map(({ kind, subject, gravity, message }) => ({
        key: `${name} ${kind}`,
        subject,
        gravity,
        message,
      })),
    );
}

function controlsIn({ parts }: EnvironmentAudit): Named[] {
  return parts.controls.rows.map(({ control, user, verdict }) => ({
    name: `${control} ${user}`,
    subject: user,
    value: verdict,
    shown: `${control}: ${verdict.replaceAll('-', ' ')}`,
  }));
}

function gapsIn({ gaps }: EnvironmentAudit): Named[] {
  return gaps.map(({ what, reason, message }) => ({
    name: what,
    subject: null,
    value: reason,
    shown: `${what}: ${message}`,
  }));
}

function settingsIn({ settings }: EnvironmentAudit): Named[] {
  return [{ name: 'settings', subject: null, value: settings, shown: `SHA-256 ${settings}` }];
}
