import { createColors } from 'picocolors';
import { timeInWords } from '../../operations/words';
import { counted } from '../../text/duration';
import { grouped } from '../../text/grouped';
import { printable } from '../../text/printable';
import { wrapLine } from '../../text/wrap';
import { gapsByMessage } from '../answers/words';
import { changeLines, type Changes } from '../../report/since';
import type {
  AuditDocument,
  AuditFinding,
  ControlRow,
  EnvironmentAudit,
  KeysOfUser,
  PartName,
  Part,
  PartVerdict,
  RotationOutcome,
  ShardAudit,
} from '../document';
import { sameControls } from '../sections/same-controls';
import type { AuditPrinting } from './format';
import { shownFindings } from '../shown-findings';
import { partNames, titles } from '../titles';

type Colours = ReturnType<typeof createColors>;

/** The most lines of one list. The rest is counted, and JSON has it. */
const most = 50;

/** The result for people: each part with its verdict, its findings and the facts that a reader wants without them. */
export function print(audit: AuditDocument, { colour, width = 0 }: AuditPrinting): string {
  const colours = createColors(colour);
  const lines = [
    ...audit.environments.flatMap((one) => [...environmentLines(one, audit, colours), '']),
    ...audit.notAudited.map(
      ({ environment, account }) => `Not audited: ${environment}, which is in account ${account}`,
    ),
    summary(audit, colours),
  ];
  return `${lines.map((line) => wrapLine(line, width)).join('\n')}\n`;
}

function environmentLines(one: EnvironmentAudit, { at, changes }: AuditDocument, colours: Colours): string[] {
  const { bold, red } = colours;
  const { environment, account, region, parts } = one;
  const from = one.from === 'live' ? 'from the account itself' : 'from files';
  return [
    `${bold(`keyturn-${environment}`)} in account ${account}, ${region}, at ${timeInWords(Date.parse(at))}, ${from}`,
    ...bounded((one.shards ?? []).map(shardLine)),
    ...bounded(
      gapsByMessage(one.gaps).map(({ what, message }) => red(`  not known: ${listed(what)}: ${printable(message)}`)),
    ),
    ...(one.notShown.length === 0 ? [] : [`  no file shows: ${listed(one.notShown)}`]),
    ...partNames.flatMap((name) => ['', ...partLines(name, one, colours)]),
    ...(parts.drift.notCompared.length === 0
      ? []
      : ['', `Not compared: ${listed(byAddress(parts.drift.notCompared))}`]),
    ...changesIn(one, changes, colours),
  ];
}

/** Several instances of one address are one item. */
function byAddress(addresses: readonly string[]): string[] {
  return grouped(addresses, (address) => nameIn(address)).map(([first = '', ...more]) =>
    more.length === 0 ? first : `${nameIn(first)} (${more.length + 1})`,
  );
}

function nameIn(address: string): string {
  return address.split('[', 1)[0] ?? '';
}

function shardLine({ shard, machine, users, executions, running }: ShardAudit): string {
  const name = machine.split(':').at(-1) ?? '';
  const runs =
    executions === null ? 'executions not known' : `${counted(executions, 'execution')}, ${running ?? 0} running`;
  return `  shard ${shard}: ${printable(name)}, ${counted(users, 'user')}, ${runs}`;
}

/** Changes of an environment since the earlier document. */
function changesIn(one: EnvironmentAudit, changes: Changes | undefined, { bold }: Colours): string[] {
  const compared = changes?.environments.find(
    ({ environment, account }) => environment === one.environment && account === one.account,
  );
  return changes === undefined || compared === undefined ? [] : ['', ...changeLines(changes, compared, bold)];
}

function partLines(name: PartName, audit: EnvironmentAudit, colours: Colours): string[] {
  const part: Part = audit.parts[name];
  const findings = name === 'controls' ? [] : shownFindings(part, audit).map((one) => findingLine(one, colours));
  return [
    `${colours.bold(titles[name])}: ${verdictWord(part.verdict, colours)}`,
    ...(part.verdict === 'not-judged' ? [] : bounded(factLines(name, audit))),
    ...bounded(findings),
  ];
}

function factLines(name: PartName, { parts, since }: EnvironmentAudit): string[] {
  switch (name) {
    case 'roles': {
      const roles = parts.roles.report?.checks.flatMap((check) => check.roles) ?? [];
      const rows = parts.roles.report?.checks.flatMap(({ permissions }) => permissions) ?? [];
      return roles.map(({ arn }) => {
        const own = rows.filter(({ role }) => arn.endsWith(`/${role}`));
        const outside = own.filter(({ verdict }) => verdict === 'outside').length;
        return `  ${printable(arn)}: ${counted(own.length, 'permission')}, ${outside} outside the contract`;
      });
    }
    case 'keys':
      return parts.keys.users.flatMap(keyLines);
    case 'drift':
      return [`  ${counted(parts.drift.compared, 'resource')} compared with what the settings make`];
    case 'rotations':
      return rotationLines(parts.rotations.rotations, since);
    case 'controls':
      return controlLines(parts.controls.rows);
    default:
      return [];
  }
}

function keyLines({ user, isRotated, keys }: KeysOfUser): string[] {
  const who = `${printable(user)}${isRotated ? '' : ' (not in the settings)'}`;
  if (keys.length === 0) return [`  ${who}: no key`];
  return keys.map(({ status, ageDays, lastUsedAt, lastUsedWith, neverUsed }) => {
    const service = lastUsedWith === null ? '' : ` with ${printable(lastUsedWith)}`;
    const used =
      lastUsedAt === null ? 'last use not known' : `last used ${timeInWords(Date.parse(lastUsedAt))}${service}`;
    return `  ${who}: ${printable(status)}, ${counted(ageDays, 'day')} old, ${neverUsed ? 'never used' : used}`;
  });
}

const outcomes: Readonly<Record<RotationOutcome, string>> = {
  rotated: 'rotated',
  failed: 'failed',
  running: 'running',
  missed: 'missed',
  'not-known': 'not known',
  'not-expected': 'not expected, because the schedule is disabled or was changed later',
};

function rotationLines(rotations: EnvironmentAudit['parts']['rotations']['rotations'], since: string): string[] {
  const counts = new Map<RotationOutcome, number>();
  for (const { outcome } of rotations) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const each = [...counts].map(([outcome, count]) => `${count} ${outcomes[outcome]}`).join(', ');
  return [
    `  ${counted(rotations.length, 'rotation')} due since ${timeInWords(Date.parse(since))}${each === '' ? '' : `: ${each}`}`,
  ];
}

function controlLines(rows: readonly ControlRow[]): string[] {
  return sameControls(rows).map(
    ({ users, control, verdict, because }) =>
      `  ${listed(users)}: ${control}: ${verdict.replaceAll('-', ' ')}: ${printable(because)}`,
  );
}

function findingLine({ gravity, message, remedy }: AuditFinding, { red, yellow, dim }: Colours): string {
  const colour = gravity === 'problem' ? red : gravity === 'unknown' ? yellow : dim;
  return colour(`  ${gravity}: ${printable(message)}${remedy === null ? '' : `. Fix: ${printable(remedy)}`}`);
}

function verdictWord(verdict: PartVerdict, { green, red, yellow, dim }: Colours): string {
  switch (verdict) {
    case 'pass':
      return green('pass');
    case 'fail':
      return red('FAIL');
    case 'undecided':
      return yellow('UNDECIDED');
    case 'not-judged':
      return dim('not judged');
  }
}

function bounded(lines: readonly string[]): string[] {
  const left = lines.length - most;
  return left <= 0 ? [...lines] : [...lines.slice(0, most), `  and ${left} more; --format json shows all`];
}

function listed(names: readonly string[]): string {
  const left = names.length - most;
  return `${names.slice(0, most).map(printable).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function summary({ verdict, environments }: AuditDocument, colours: Colours): string {
  const findings = environments.flatMap(({ parts }) => partNames.flatMap((name) => [...parts[name].findings]));
  const problems = findings.filter(({ gravity }) => gravity === 'problem').length;
  const gaps = environments.reduce((sum, { gaps }) => sum + gaps.length, 0);
  const unknown = gaps === 0 ? '' : `, ${counted(gaps, 'question')} without an answer`;
  return `${verdictWord(verdict, colours)}  ${counted(environments.length, 'environment')}, ${counted(problems, 'problem')}${unknown}`;
}
