import type { AccountFleet, Fleet, StackFleet } from '../../../../fleet';
import { render, type Block, type Cell, type Page, type Section } from '../../../../html';
import { CIS_KEY_AGE_DAYS } from '../../../../settings/rules/key-life';
import { counted, durationInWords } from '../../../../text/duration';
import { assumptionsOf, minute, quotaNames, throttledText } from './words';

const DAY = 86_400_000;

/** The simulation of a fleet as a page in one file, without a script. */
export function fleetPage({ period, stacks, accounts }: Fleet, areSettingsRead: boolean): string {
  const days = counted((period.until - period.from) / DAY, 'day');
  const page: Page = {
    title: ['keyturn simulate --fleet'],
    verdict: 'not-judged',
    lead: [[`${days} from ${minute(period.from)}, as if every rotation succeeded.`]],
    sections: [
      { title: ['Environments'], blocks: [environmentsTable(stacks)] },
      ...stacks.map((stack) => stackSection(stack, period.from)),
      ...accounts.map(accountSection),
      {
        title: ['Assumptions'],
        blocks: [{ kind: 'list', items: assumptionsOf(areSettingsRead).map((each) => ({ text: [each] })) }],
      },
    ],
  };
  return render(page);
}

const cell = (text: string): Cell => ({ lines: [[text]] });
const named = (name: string): Cell => ({ lines: [[{ name }]] });

function environmentsTable(stacks: readonly StackFleet[]): Block {
  return {
    kind: 'table',
    title: ['The load of each environment and shard'],
    columns: [
      'stack',
      'shard',
      'users',
      'paused',
      'rotations',
      'starts in a minute',
      'running at once',
      'over 90 days',
    ],
    rows: stacks.flatMap(({ stack, shards = [], ...whole }) =>
      [{ shard: shards.length === 0 ? '' : 'all', ...whole }, ...shards].map((one) => [
        named(stack),
        cell(one.shard),
        cell(String(one.users)),
        cell(String(one.disabled)),
        cell(String(one.rotations)),
        cell(String(one.busiestMinute.most)),
        cell(String(one.mostRunning.most)),
        {
          lines: [],
          mark: { tone: one.usersOver90Days > 0 ? 'warning' : 'good', word: String(one.usersOver90Days) },
        } satisfies Cell,
      ]),
    ),
  };
}

function stackSection({ stack, ages, ...load }: StackFleet, from: number): Section {
  return {
    title: [{ name: stack }],
    blocks: [
      days('Most starts in one minute of each day', load.busiestMinuteByDay, from),
      days('Most executions that run at one time of each day', load.mostRunningByDay, from),
      {
        kind: 'ranking',
        title: ['Ages of the oldest key of each user'],
        limit: CIS_KEY_AGE_DAYS * DAY,
        rows: ages.slice(0, 100).map(({ user, longest }) => ({
          name: user,
          value: longest,
          label: `${user}: ${ageOf(longest)}`,
        })),
        table: {
          kind: 'table',
          title: [`The ages of ${counted(ages.length, 'user')}`],
          columns: ['user', 'oldest key', 'at the end'],
          rows: ages.map(({ user, longest, isLeft }) => [
            named(user),
            { lines: [[ageOf(longest)]], ...(longest > CIS_KEY_AGE_DAYS * DAY ? { mark: tooOld } : {}) },
            cell(isLeft ? 'still there' : 'deleted'),
          ]),
          isFolded: true,
        },
      },
    ],
  };
}

const tooOld = { tone: 'warning', word: 'over 90 days' } as const;

function ageOf(milliseconds: number): string {
  return durationInWords(Math.round(milliseconds / 60_000) * 60);
}

function days(title: string, values: readonly number[], from: number): Block {
  const rows = values.flatMap((value, index) =>
    value === 0 ? [] : [[cell(new Date(from + index * DAY).toISOString().slice(0, 10)), cell(String(value))]],
  );
  return {
    kind: 'days',
    title: [title],
    from,
    values,
    table: { kind: 'table', title: [`${title}: the days with any`], columns: ['day', 'most'], rows, isFolded: true },
  };
}

function accountSection({ accountId, region, quotas }: AccountFleet): Section {
  return {
    title: ['Account ', { name: accountId }, ', ', { name: region }],
    blocks: [
      {
        kind: 'table',
        title: ['The quotas of the account'],
        columns: ['quota', 'a second', 'most in a second', 'throttled'],
        rows: quotas.map((quota) => [
          cell(quotaNames[quota.kind]),
          cell(`${quota.perSecond}${quota.source === 'assumed' ? ', assumed' : ''}`),
          cell(quota.mostAt === undefined ? 'none' : `${quota.most} (${minute(quota.mostAt)})`),
          {
            lines: [[throttledText(quota)]],
            mark: quota.throttled > 0 ? { tone: 'warning', word: 'throttled' } : { tone: 'good', word: 'fits' },
          },
        ]),
      },
    ],
  };
}
