import pc from 'picocolors';
import {
  fieldAddedByHand,
  lostFields,
  redactor,
  viewOf,
  type Rotation,
  type Scenario,
  type TraceEntry,
  type World,
} from '../../../simulator';
import { isArray, isObject, type Json } from '../../../json';
import { counted, durationInWords } from '../../../text/duration';
import { printable } from '../../../text/printable';
import { clock, keyLines, secretLines, short } from './words';

type Colours = ReturnType<typeof pc.createColors>;
type Called = Extract<TraceEntry, { kind: 'called' }>;

/** A rotation as lines for a person: each step with the virtual clock, and all keys after each change. */
export function textOf(scenario: Scenario, rotation: Rotation, stack: string, colour: boolean): string {
  const colours = pc.createColors(colour);
  const hide = redactor(rotation.world);
  const { ended, world, trace } = rotation;
  const { startAt } = scenario;
  const lines = [
    ...heading(scenario, stack, colours),
    '',
    `${colours.bold('Before')}  ${colours.dim(scenario.before)}`,
    ...worldLines(scenario, scenario.world, startAt),
    '',
    colours.bold('Steps'),
    ...stepLines(scenario, trace, colours),
    '',
    colours.bold('After'),
    ...worldLines(scenario, world, ended.endedAt),
    '',
    ...losses(scenario, world, colours),
    ...closing(rotation, colours),
  ];
  return `${lines.map((line) => hide(line)).join('\n')}\n`;
}

function heading(
  { strategy, userName, secretName, startAt }: Scenario,
  stack: string,
  { bold, dim }: Colours,
): string[] {
  const what = `${bold(printable(stack))}: rotates ${bold(printable(userName))}${secretName === undefined ? '' : `, secret ${bold(printable(secretName))}`}`;
  return [
    `${what}${strategy.name === undefined ? '' : `, strategy ${bold(strategy.name)}`}`,
    dim(`In the embedded AWS, under the policy of the role, in virtual time from ${new Date(startAt).toISOString()}`),
  ];
}

function worldLines({ userName, secretName }: Scenario, world: World, time: number): string[] {
  const view = viewOf(world, userName, secretName, time);
  return [...labelled('keys', keyLines(view)), ...labelled('secret', secretLines(view))];
}

function labelled(label: string, values: readonly string[]): string[] {
  return values.map((value, index) => `  ${(index === 0 ? label : '').padEnd(6)}  ${value}`);
}

function stepLines(scenario: Scenario, trace: readonly TraceEntry[], colours: Colours): string[] {
  const shown = trace.filter(({ kind }) => kind !== 'started' && kind !== 'entered');
  const width = Math.max(0, ...shown.map((entry) => ('state' in entry ? printable(entry.state).length : 0)));
  let former = scenario.world;
  return shown.flatMap((entry) => {
    const state = 'state' in entry ? printable(entry.state).padEnd(width) : '';
    const line = `${colours.dim(clock(entry.time - scenario.startAt).padStart(11))}  ${state}  ${said(entry, colours)}`;
    if (entry.kind !== 'called') return [line];
    const changes = changesOf(scenario, former, entry).map(
      (change) => `${' '.repeat(width + 15)}${colours.dim(change)}`,
    );
    former = entry.world;
    return [line, ...changes];
  });
}

function said(entry: TraceEntry, { cyan, dim, green, red, yellow }: Colours): string {
  switch (entry.kind) {
    case 'called': {
      const attempt = entry.attempt === 1 ? '' : ` (attempt ${entry.attempt})`;
      const { answer } = entry;
      const told = answer.ok
        ? printable(resultOf(entry))
        : red(printable(`${answer.error}: ${answer.cause || 'no answer in time'}`));
      return `${cyan(entry.action)}${attempt} → ${told}`;
    }
    case 'waits':
      return dim(`waits ${durationInWords((entry.until - entry.time) / 1000)}`);
    case 'retries':
      return yellow(`tries again in ${durationInWords((entry.until - entry.time) / 1000)}`);
    case 'caught':
      return yellow(`continues with ${printable(entry.next)}`);
    case 'ended':
      return entry.result.status === 'SUCCEEDED' ? green('SUCCEEDED') : red(entry.result.status);
    default:
      return '';
  }
}

/** The answer of a service, in a few words. */
function resultOf({ action, answer, call }: Called): string {
  const result = answer.ok ? answer.result : {};
  switch (action) {
    case 'iam:ListAccessKeys': {
      const { AccessKeyMetadata: keys } = result;
      const ids = (isArray(keys) ? keys : []).map(
        (key) => `${short(at(key, 'AccessKeyId'))}${at(key, 'Status') === 'Active' ? '' : ` (${at(key, 'Status')})`}`,
      );
      return ids.length === 0 ? 'no key' : `${counted(ids.length, 'key')}: ${ids.join(', ')}`;
    }
    case 'iam:CreateAccessKey':
      return `created ${short(at(result['AccessKey'], 'AccessKeyId'))}`;
    case 'iam:DeleteAccessKey':
      return `deleted ${short(at(call.parameters, 'AccessKeyId'))}`;
    case 'secretsmanager:UpdateSecret':
      return `stored as version ${at(result, 'VersionId').slice(0, 8)}`;
    default:
      return 'sent';
  }
}

function at(value: Json | undefined, name: string): string {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : '';
}

/** The lines after a call that changed something: all keys, the secret, or the mail that was sent. */
function changesOf({ userName, secretName }: Scenario, former: World, { world, time }: Called): string[] {
  const mails = world.mails
    .slice(former.mails.length)
    .flatMap(({ from, to, cc, bcc, subject }) => [
      `from ${printable(from)}`,
      ...recipients('to', to),
      ...recipients('cc', cc),
      ...recipients('bcc', bcc),
      `subject ${printable(subject)}`,
    ]);
  const view = viewOf(world, userName, secretName, time);
  const keys = world.users === former.users ? [] : keyLines(view).map((line) => `key ${line}`);
  const secret = world.secrets === former.secrets ? [] : secretLines(view).map((line) => `secret ${line}`);
  return [...keys, ...secret, ...mails];
}

function losses(scenario: Scenario, world: World, { yellow }: Colours): string[] {
  const lost = lostFields(scenario.world, world, scenario.userName, scenario.secretName);
  if (lost.length === 0) return [];
  const names = lost.map(printable).join(', ');
  const example = lost.includes(fieldAddedByHand)
    ? `The simulator adds ${fieldAddedByHand} to the secret to show this. `
    : '';
  return [
    yellow(
      `Lost from the secret: ${names}. ${example}UpdateSecret replaces the whole value. Write every other field that the secret must hold into the setting secretFormat.`,
    ),
    '',
  ];
}

function recipients(label: string, addresses: readonly string[]): string[] {
  return addresses.length === 0 ? [] : [`${label} ${addresses.map(printable).join(', ')}`];
}

function closing({ ended, trace, world }: Rotation, { bold, green, red }: Colours): string[] {
  const calls = trace.filter(({ kind }) => kind === 'called').length;
  const took = durationInWords((ended.endedAt - ended.startedAt) / 1000);
  const summary = `${counted(calls, 'call')}, ${counted(world.mails.length, 'mail')}, ${took} of virtual time`;
  if (ended.status === 'SUCCEEDED') return [`${bold(green('SUCCEEDED'))}  ${summary}`];
  return [
    `${bold(red(ended.status))}  ${summary}`,
    `  error  ${printable(ended.error ?? 'none')}`,
    `  cause  ${printable(ended.cause ?? 'none')}`,
  ];
}
