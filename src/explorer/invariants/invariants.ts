import { endingOf, type Call, type Ended, type Execution, type World } from '../../simulator';
import { allKeys, keyInSecret, liveKeys, namedKeyOf, secretWorks } from '../model/world-queries';
import { isActive, type GlobalState } from '../search/global-state';
import type { Invariants } from '../search/invariants';
import type { Observations, RunObservations, ObservedCall } from '../model/observations';
import type { Subject } from '../model/subject';
import type { JsonObject } from '../../json';
import { saidBy, untrueClaims } from './cause-claims';
import { keyOf, violation, type Violation } from './kinds';

/** The invariants, judged from outside: by the world, the calls that AWS received, and the ends of executions. */
export function invariantsOf(subject: Subject): Invariants<Violation> {
  return {
    ofCall: (before, observed, start) => violationsOfCall(before, observed, start, subject),
    ofEnding: (state, index, start) => violationsOfEnding(state, index, start, subject),
    atEnd: (state, start) => violationsAtEnd(state, start, subject),
    keyOf,
    labelOf: (ended, keys) => {
      const { status, named, gone, saysWhen } = saidBy(ended, keys, subject);
      return { text: `${status} ${saysWhen} ${named.length}`, ids: [...named, ...gone] };
    },
  };
}

function violationsOfCall(before: Observations, observed: ObservedCall, start: World, subject: Subject): Violation[] {
  const { after, call } = observed;
  const found = violationsOfSecret(before, observed, start, subject);
  if (call.api === 'deleteAccessKey' && before.runs[observed.run]?.updateInDoubt === true)
    found.push(violation('key-deleted-in-doubt'));
  if (isUndone(before.runs[observed.run], observed, subject)) found.push(violation('rotation-undone-for-mail'));
  const leaks = showsSecret(textBesideSecretValue(call), after, subject);
  if (call.api === 'updateSecret') {
    if (call.parameters['SecretId'] !== subject.secretName || leaks) found.push(violation('leak-beside-secret-value'));
  } else if (leaks) {
    found.push(violation('leak-in-parameters', `${call.service}:${call.api}`));
  }
  return found;
}

function violationsOfSecret(
  observations: Observations,
  observed: ObservedCall,
  start: World,
  subject: Subject,
): Violation[] {
  const { before, after, fresh } = observed;
  if (subject.traits.mayDie || !secretWorks(start, subject) || !secretWorks(before, subject)) return [];
  if (!secretWorks(after, subject))
    return [violation(isAskedAbout(observations, observed, subject) ? 'older-deleted-in-doubt' : 'secret-died')];
  const isStored = keyInSecret(after, subject) !== keyInSecret(before, subject);
  return isStored && !secretWorks(after, subject, fresh) ? [violation('secret-key-too-new')] : [];
}

/**
 * Whether a call deletes the older of two keys after another execution has mailed that it does not know which of them the secret holds. The
 * keys are then as a person finds them, and a strategy that replaces the older key does so.
 */
function isAskedAbout({ runs }: Observations, { run, call, before }: ObservedCall, subject: Subject): boolean {
  const [older, ...newer] = liveKeys(before, subject);
  return (
    call.api === 'deleteAccessKey' &&
    subject.traits.replacesOlder &&
    newer.length === 1 &&
    call.parameters['AccessKeyId'] === older &&
    runs.some((each, index) => index !== run && each.updateInDoubt && each.mailedLast && each.mailSent)
  );
}

const texts = new WeakMap<JsonObject, string>();

/** The parameters of a call, without the value that UpdateSecret stores. Many worlds see the same call. */
function textBesideSecretValue({ api, parameters }: Call): string {
  const text =
    texts.get(parameters) ??
    JSON.stringify(api === 'updateSecret' ? { ...parameters, SecretString: null } : parameters);
  texts.set(parameters, text);
  return text;
}

/** Whether an execution that could not send its mail deletes the key in the secret. */
function isUndone(run: RunObservations | undefined, { call, before, after }: ObservedCall, subject: Subject): boolean {
  if (run === undefined || !run.mailAttempted || run.mailSent || call.api !== 'deleteAccessKey') return false;
  const held = keyInSecret(before, subject);
  return held !== undefined && liveKeys(before, subject).includes(held) && !liveKeys(after, subject).includes(held);
}

/** Whether a text contains one of the user's secret access keys. */
function showsSecret(text: string, world: World, subject: Subject): boolean {
  return allKeys(world, subject).some(({ secret }) => text.includes(secret));
}

function violationsAtEnd(state: GlobalState, start: World, subject: Subject): Violation[] {
  const { world, observations, runs } = state;
  const ended = runs.map(({ execution }) => endingOf(execution));
  return [
    ...violationsOfOrphans(ended, observations, start, world, subject),
    ...(subject.named === undefined
      ? violationsOfSuccess(ended, start, world, subject)
      : violationsOfNaming(state, ended, start, subject)),
  ];
}

function violationsOfEnding(
  { world, runs, observations }: GlobalState,
  index: number,
  start: World,
  subject: Subject,
): Violation[] {
  const run = runs[index];
  const mine = observations.runs[index];
  if (run === undefined || mine === undefined || isActive(run)) return [];
  const ended = endingOf(run.execution);
  const { cause = '' } = ended;
  const isAlone = runs.length === 1;
  return [
    ...(showsSecret(textOfEnding(run.execution), world, subject) ? [violation('leak-in-ending')] : []),
    ...violationsOfRun(ended, mine, start, subject),
    ...untrueClaims(cause, { world, start, observations, run: mine, subject, isAlone }),
  ];
}

function violationsOfRun(
  { status }: Ended,
  { updateRefused, deletedAfterUpdate, mailSent, mailedLast }: RunObservations,
  start: World,
  subject: Subject,
): Violation[] {
  const found: Violation[] = [];
  if (updateRefused && !deletedAfterUpdate && status !== 'ABORTED') found.push(violation('new-key-kept-after-refusal'));
  if (status === 'SUCCEEDED' && !mailSent && !isIdle(start, subject)) found.push(violation('success-not-mailed'));
  // A definition of 0.1.0 mails no failure.
  if (status === 'FAILED' && !mailedLast && subject.failureMails.size > 0) found.push(violation('failure-not-mailed'));
  if (!isReported(status, { mailSent, mailedLast }, subject)) found.push(violation('end-not-reported'));
  if (status === 'TIMED_OUT') found.push(violation('execution-timed-out'));
  return found;
}

/** Whether somebody learns of an end without success: by its mail or by an alert. A stack without alerts promises only the mail. */
function isReported(
  status: Ended['status'],
  { mailSent, mailedLast }: Pick<RunObservations, 'mailSent' | 'mailedLast'>,
  { alerted }: Subject,
): boolean {
  return status === 'SUCCEEDED' || alerted === undefined || alerted.has(status) || (mailedLast && mailSent);
}

const endings = new WeakMap<Execution, string>();

/** The text of an end that people can read. Many global states have the same execution. */
function textOfEnding(execution: Execution): string {
  const known = endings.get(execution);
  if (known !== undefined) return known;
  const { output, error, cause } = endingOf(execution);
  const text = JSON.stringify([output ?? null, error ?? null, cause ?? null]);
  endings.set(execution, text);
  return text;
}

function violationsOfOrphans(
  ended: readonly Ended[],
  observations: Observations,
  start: World,
  after: World,
  subject: Subject,
): Violation[] {
  const former = liveKeys(start, subject);
  const inSecret = keyInSecret(after, subject);
  const loose = liveKeys(after, subject).filter((id) => id !== inSecret);
  const said = ended.map((each) => saidBy(each, loose, subject));
  // An alert names a stopped execution to the person who stops it; the execution cannot write a cause any more.
  const isTold = said.some(({ status, saysWhen }) => status === 'ABORTED' || saysWhen);
  const found: Violation[] = [];
  // A run that has stored a new key must report the previous one if that is left.
  const isStored = observations.runs.some(({ secretWritten }) => secretWritten) && !subject.traits.keepsPrevious;
  for (const id of loose) {
    const isNew = !former.includes(id) && !observations.stored.includes(id);
    if (isNew && !isTold && !said.some(({ named }) => named.includes(id)))
      found.push(violation('unknown-key-not-named'));
    else if (isStored && !isTold && !said.some(({ named, status }) => status === 'SUCCEEDED' || named.includes(id)))
      found.push(violation('previous-key-not-named'));
    if (said.some(({ gone }) => gone.includes(id))) found.push(violation('deleted-key-still-there'));
  }
  if (
    !isIdle(start, subject) &&
    ended.every(({ status }) => status === 'SUCCEEDED') &&
    loose.length > (subject.traits.keepsPrevious ? 1 : 0)
  )
    found.push(violation('key-left-by-success'));
  return found;
}

/** The key that the input names is gone after a success; if it was gone before, nothing has changed. */
function violationsOfNaming(
  { world, observations }: GlobalState,
  ended: readonly Ended[],
  start: World,
  subject: Subject,
): Violation[] {
  if (isIdle(start, subject))
    return observations.runs.some(({ changed }) => changed) ? [violation('changed-for-no-key')] : [];
  const isLeft = liveKeys(world, subject).includes(namedKeyOf(start, subject) ?? '');
  const succeeded = ended.some(({ status }) => status === 'SUCCEEDED');
  return [
    ...(succeeded && isLeft ? [violation('named-key-left')] : []),
    ...violationsOfSuccess(ended, start, world, subject),
  ];
}

/** The input names a key that does not exist: there is nothing to do. */
function isIdle(start: World, subject: Subject): boolean {
  const named = namedKeyOf(start, subject);
  return named !== undefined && !liveKeys(start, subject).includes(named);
}

function violationsOfSuccess(ended: readonly Ended[], start: World, after: World, subject: Subject): Violation[] {
  const succeeded = ended.filter(({ status }) => status === 'SUCCEEDED');
  if (succeeded.length === 0) return [];
  const works = secretWorks(after, subject);
  if (succeeded.length < ended.length) {
    // In delete-first, a second run can delete one more key; the other strategies are judged after every call.
    return works || !secretWorks(start, subject) || subject.traits.mayDie
      ? []
      : [violation('secret-dead-after-one-success')];
  }
  if (!works) return [violation('secret-dead-after-success')];
  const isNew = !liveKeys(start, subject).includes(keyInSecret(after, subject) ?? '');
  return isNew ? [] : [violation('success-without-new-key')];
}
