import type { AccountFleet, Fleet, Peak, QuotaUse, StackFleet } from '../../../../fleet';
import { counted, durationInWords } from '../../../../text/duration';
import { printable } from '../../../../text/printable';
import { assumptionsOf, minute, quotaNames, throttledText } from './words';

const DAY = 86_400_000;

/** The simulation of a fleet as lines for a person. */
export function fleetText({ period, stacks, accounts }: Fleet, areSettingsRead = true): string {
  const days = counted((period.until - period.from) / DAY, 'day');
  const lines = [
    `${days} from ${minute(period.from)}, as if every rotation succeeded`,
    ...stacks.flatMap((stack) => ['', ...stackLines(stack)]),
    ...accounts.flatMap((account) => ['', ...accountLines(account)]),
    '',
    'Assumptions',
    ...assumptionsOf(areSettingsRead).map((each) => `  ${each}`),
  ];
  return `${lines.join('\n')}\n`;
}

function stackLines({ stack, users, disabled, rotations, shards = [], ...rest }: StackFleet): string[] {
  const paused = disabled === 0 ? '' : `, ${disabled} of them paused`;
  return [
    printable(stack),
    `  users             ${users}${paused}`,
    `  rotations         ${rotations}${at(rest.busiestMinute, 'in one minute')}`,
    `  running at once   ${rest.mostRunning.most}${rest.mostRunning.at === undefined ? '' : ` (${minute(rest.mostRunning.at)})`}`,
    `  longest rotation  ${durationInWords(rest.longestRun / 1000)}`,
    `  oldest key        ${oldestKey(rest)}`,
    ...(shards.length === 0 ? [] : [`  shards            ${shards.length}`]),
    ...shards.map(shardLine),
  ];
}

function shardLine({
  shard,
  users,
  rotations,
  busiestMinute,
  mostRunning,
}: NonNullable<StackFleet['shards']>[number]): string {
  const most = `at most ${busiestMinute.most} starts in one minute, ${mostRunning.most} running at once`;
  return `    ${printable(shard).padEnd(8)}${counted(users, 'user')}, ${counted(rotations, 'rotation')}, ${most}`;
}

function at({ most, at: moment }: Peak, what: string): string {
  return moment === undefined ? '' : `, at most ${most} ${what} (${minute(moment)})`;
}

function oldestKey({ oldest, usersOver90Days }: Pick<StackFleet, 'oldest' | 'usersOver90Days'>): string {
  if (oldest === undefined) return 'none was created';
  const age = durationInWords(Math.round(oldest.longest / 60_000) * 60);
  const over =
    usersOver90Days === 0
      ? 'no key becomes older than 90 days'
      : `${counted(usersOver90Days, 'user')} with a key older than 90 days`;
  return `${age}, of ${printable(oldest.user)}${oldest.isLeft ? ', who still has it at the end' : ''}; ${over}`;
}

function accountLines({ accountId, region, quotas }: AccountFleet): string[] {
  const rows = quotas.map(quotaRow);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `Account ${printable(accountId)}, ${printable(region)}`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
  ];
}

function quotaRow(quota: QuotaUse): string[] {
  const { kind, perSecond, source, most, mostAt } = quota;
  const peak = mostAt === undefined ? 'none' : `at most ${most} in a second (${minute(mostAt)})`;
  return [
    quotaNames[kind],
    `${perSecond} a second${source === 'assumed' ? ', assumed' : ''}`,
    peak,
    throttledText(quota),
  ];
}
