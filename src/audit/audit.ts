import type { QuestionKind } from './answers/questions';
import type { AnsweredQuestion } from './answers/replies';
import { questionInWords, replyInWords } from './answers/words';
import type { EnvironmentAudit, Gap, Part, PartName, Parts } from './document';
import { settingsDigest } from '../settings';
import { alertsPart } from './sections/alerts';
import type { Audited } from './sections/audited';
import { controlsPart } from './sections/controls';
import { driftPart } from './sections/drift';
import { keysPart } from './sections/keys';
import { rolesParts } from './sections/roles';
import { rotationsPart } from './sections/rotations';
import { shardReader, shardsOf, withShards, type ShardOf } from './sections/shards';
import { iso } from './sections/time';
import { worstOf } from './verdict';

/** An environment to audit, with each question and its reply. */
interface ToAudit extends Audited {
  readonly from: EnvironmentAudit['from'];
  readonly answered: readonly AnsweredQuestion[];
}

/** Audits one environment. A pure function. A question that failed makes the verdict undecided, and is named. */
export function auditOf(given: ToAudit): EnvironmentAudit {
  const { place, since, from, answered, made } = given;
  const shards = shardsOf(given);
  const parts = inShards(shards.length === 0 ? undefined : shardReader(place, made), {
    ...rolesParts(given),
    keys: keysPart(given),
    drift: driftPart(given),
    rotations: rotationsPart(given),
    alerts: alertsPart(given),
    controls: controlsPart(given),
  });
  const gaps = gapsOf(answered);
  const judged = withGaps(parts, answered);
  const verdicts = partNames.map((name) => judged[name].verdict);
  return {
    environment: place.environment.name,
    account: place.environment.accountId,
    region: place.region,
    machine: place.machineArn,
    ...(shards.length === 0 ? {} : { shards }),
    from,
    settings: settingsDigest(place.environment),
    verdict: worstOf([...verdicts, ...(gaps.length === 0 ? [] : (['undecided'] as const))]),
    since: iso(since),
    gaps,
    notShown: inGroups(answered, ({ reply }) => (reply.kind === 'not-given' ? '' : undefined)).map(questionsInWords),
    parts: judged,
  };
}

function inShards(shardOf: ShardOf | undefined, parts: Parts): Parts {
  if (shardOf === undefined) return parts;
  return {
    roles: withShards(parts.roles, shardOf),
    readers: withShards(parts.readers, shardOf),
    keys: withShards(parts.keys, shardOf),
    drift: withShards(parts.drift, shardOf),
    rotations: withShards(parts.rotations, shardOf),
    alerts: parts.alerts,
    controls: withShards(parts.controls, shardOf),
  };
}

/** The questions that each part needs. */
const needs: Readonly<Record<PartName, readonly QuestionKind[]>> = {
  roles: ['identities'],
  readers: ['identities', 'secret-policy'],
  keys: ['credential-report', 'executions'],
  drift: [
    'identities',
    'machine',
    'schedules',
    'all-schedules',
    'schedule',
    'alarms',
    'topic',
    'subscriptions',
    'queue',
    'rule',
    'targets',
    'rules-of-machine',
    'key',
    'key-policy',
  ],
  rotations: ['executions', 'schedules', 'credential-report'],
  alerts: ['alarms', 'subscriptions', 'queue', 'senders'],
  controls: ['credential-report'],
};

const partNames = Object.keys(needs) as readonly string[] as readonly PartName[];

/** The parts for which some questions were not answered. */
export function partsWithGaps({ gaps }: Pick<EnvironmentAudit, 'gaps'>): readonly PartName[] {
  const failed = new Set<string>(gaps.map(({ question }) => question));
  return partNames.filter((name) => needs[name].some((kind) => failed.has(kind)));
}

/** A part whose questions were not all answered is undecided, unless it fails already. */
function withGaps(parts: Parts, answered: readonly AnsweredQuestion[]): Parts {
  const failed = new Set(answered.flatMap(({ question, reply }) => (reply.kind === 'failed' ? [question.kind] : [])));
  const judged = <T extends Part>(name: PartName, part: T): T =>
    part.verdict !== 'fail' && needs[name].some((kind) => failed.has(kind)) ? { ...part, verdict: 'undecided' } : part;
  return {
    roles: judged('roles', parts.roles),
    readers: judged('readers', parts.readers),
    keys: judged('keys', parts.keys),
    drift: judged('drift', parts.drift),
    rotations: judged('rotations', parts.rotations),
    alerts: judged('alerts', parts.alerts),
    controls: judged('controls', parts.controls),
  };
}

/** Questions of one kind that failed for one reason are one gap: a fleet has thousands. */
function gapsOf(answered: readonly AnsweredQuestion[]): Gap[] {
  const groups = inGroups(answered, ({ reply }) => (reply.kind === 'failed' ? reply.reason : undefined));
  return groups.flatMap((group) => {
    const [{ question, reply }] = group;
    if (reply.kind !== 'failed') return [];
    const what = questionsInWords(group);
    return [{ question: question.kind, what, reason: reply.reason, message: replyInWords(reply) }];
  });
}

type Group = readonly [AnsweredQuestion, ...AnsweredQuestion[]];

/** The questions with a key, by their kind and that key. */
function inGroups(
  answered: readonly AnsweredQuestion[],
  keyOf: (one: AnsweredQuestion) => string | undefined,
): readonly Group[] {
  const groups = new Map<string, [AnsweredQuestion, ...AnsweredQuestion[]]>();
  for (const one of answered) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const whole = `${one.question.kind} ${key}`;
    const group = groups.get(whole);
    if (group === undefined) groups.set(whole, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function questionsInWords([{ question }, ...more]: Group): string {
  return `${questionInWords(question)}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
