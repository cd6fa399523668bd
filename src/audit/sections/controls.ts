import { dueReader } from '../../operations/due';
import type { KeyFacts } from '../../operations/facts';
import { timeInWords } from '../../operations/words';
import { CIS_KEY_AGE_DAYS, gapsOf, lifeOf, longestSecondsWithTwoKeys, sumOf } from '../../settings/rules/key-life';
import type { EnvironmentSettings, UserSettings } from '../../settings';
import { counted, durationInWords } from '../../text/duration';
import { traitsOf } from '../../workflow/strategies';
import { reportIn } from '../answers/facts';
import type { AuditFinding, Control, ControlRow, ControlsPart, ControlVerdict } from '../document';
import { verdictOf } from '../verdict';
import type { Audited } from './audited';
import { daysOld, isActive } from './keys';

const daySeconds = 86_400;

const readOn = '2026-11-30';

/** The controls about access keys of IAM users. Their numbers differ between the versions of a catalogue. */
const controls = [
  {
    id: 'cis-rotated-within-90-days',
    title:
      'CIS AWS Foundations Benchmark: access keys are rotated every 90 days or less (1.14 in 3.0.0 and 4.0.1, 2.12 in 7.0.0)',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html',
    readOn,
  },
  {
    id: 'cis-one-active-key',
    title: 'CIS AWS Foundations Benchmark: a user has only one active access key (1.13 in 3.0.0 and 4.0.1)',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html',
    readOn,
  },
  {
    id: 'security-hub-iam-3',
    title:
      'AWS Security Hub IAM.3: active access keys are rotated every 90 days or less (the rule access-keys-rotated of AWS Config)',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3',
    readOn,
  },
] as const satisfies readonly Control[];

type ControlId = (typeof controls)[number]['id'];

/** A judgement, with its arithmetic. */
interface Judged {
  readonly verdict: ControlVerdict;
  readonly because: string;
}

/** Judges the controls for each user of the settings. */
export function controlsPart({ place, at, replies }: Audited): ControlsPart {
  const report = reportIn(replies);
  if (report === undefined) return { verdict: 'not-judged', findings: [], controls: [], rows: [] };
  const { environment } = place;
  const rows = environment.users.flatMap((user): ControlRow[] => {
    const keys = (report.users.get(user.name) ?? []).filter(isActive);
    const facts = { environment, user, keys, at: report.at ?? at };
    const age = ageOf(facts);
    const judged: Readonly<Record<ControlId, Judged>> = {
      'cis-rotated-within-90-days': age,
      'cis-one-active-key': oneKeyOf(facts),
      'security-hub-iam-3': age,
    };
    return controls.map(({ id }) => ({ control: id, user: user.name, ...judged[id] }));
  });
  const findings = rows.flatMap(findingOf);
  return { verdict: verdictOf(findings), findings, controls, rows };
}

interface OfUser {
  readonly environment: EnvironmentSettings;
  readonly user: UserSettings;
  /** The active keys, oldest first. */
  readonly keys: readonly KeyFacts[];
  readonly at: number;
}

function ageOf(facts: OfUser): Judged {
  const { user, keys, at } = facts;
  const life = longestLife(facts);
  const oldest = Math.max(0, ...keys.map((key) => daysOld(key, at)));
  const observed =
    keys.length === 0
      ? 'the user has no active key'
      : `the oldest active key is ${counted(oldest, 'day')} old, of ${CIS_KEY_AGE_DAYS}`;
  if (oldest <= CIS_KEY_AGE_DAYS) return { verdict: 'met', because: `${observed}; ${life.inWords}` };
  const isByDesign = user.schedule.enabled !== false && life.seconds > CIS_KEY_AGE_DAYS * daySeconds;
  if (isByDesign && oldest * daySeconds <= life.seconds)
    return { verdict: 'not-met-by-design', because: `${observed}, because ${life.inWords}` };
  return { verdict: 'not-met', because: `${observed}; ${life.inWords}` };
}

/** The longest life of a key if every run succeeds, as the settings make it. */
function longestLife({ environment, user, at }: OfUser): { readonly seconds: number; readonly inWords: string } {
  if (user.schedule.enabled === false) return { seconds: Infinity, inWords: 'the settings pause the schedule' };
  const rotation = rotationOf(environment, user);
  const gaps = gapsOf(rotation, new Date(at));
  if (gaps === undefined || gaps.largest === 0)
    return { seconds: Infinity, inWords: 'the schedule starts no two rotations, so a key has no longest life' };
  const terms = lifeOf(rotation, gaps);
  const sum = terms.map(([name, seconds]) => `${name} ${durationInWords(seconds)}`).join(' + ');
  const seconds = sumOf(terms);
  return { seconds, inWords: `by the settings a key lives for ${durationInWords(seconds)} at most: ${sum}` };
}

function rotationOf(environment: EnvironmentSettings, { gracePeriodSeconds, schedule }: UserSettings) {
  return { ...environment, gracePeriodSeconds, schedule };
}

/** The strategies that keep the previous key break this control on purpose, for a known time. */
function oneKeyOf(facts: OfUser): Judged {
  const { environment, user, keys, at } = facts;
  const { strategy } = environment;
  const newest = keys.at(-1);
  const design = designOf(facts);
  if (keys.length < 2 || newest === undefined)
    return { verdict: 'met', because: `the user has ${counted(keys.length, 'active key')}; ${design}` };
  const observed = `the user has ${counted(keys.length, 'active key')}`;
  const seconds = longestSecondsWithTwoKeys(rotationOf(environment, user));
  const until = traitsOf(strategy).keepsPrevious
    ? dueReader(newest.createdAt)(user.schedule).next
    : newest.createdAt + seconds * 1000;
  if (seconds > 0 && until !== undefined && at <= until + slackMs)
    return { verdict: 'not-met-by-design', because: `${observed} until ${timeInWords(until)}, because ${design}` };
  return { verdict: 'not-met', because: `${observed}; ${design}` };
}

/** A start can be late, and the report is up to four hours old. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
const slackMs = 4 * 3_600_000;

function designOf({ environment, user }: OfUser): string {
  const { strategy } = environment;
  const { keepsPrevious, hasGracePeriod, summary } = traitsOf(strategy);
  const keeps = `the strategy ${strategy} ${summary}`;
  if (keepsPrevious) return `${keeps}: two active keys at all times after the second rotation`;
  if (!hasGracePeriod) return keeps;
  const seconds = longestSecondsWithTwoKeys(rotationOf(environment, user));
  return `${keeps}: two active keys for up to ${durationInWords(seconds)} after each rotation`;
}

function findingOf({ control, user, verdict, because }: ControlRow): AuditFinding[] {
  if (verdict === 'met') return [];
  const isProblem = verdict === 'not-met';
  const message = `${user}: ${control} is ${isProblem ? 'not met' : 'not met by design'}: ${because}`;
  return [{ gravity: isProblem ? 'problem' : 'note', kind: control, subject: user, message, remedy: null }];
}
