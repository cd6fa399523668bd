import { parseArn } from '../../iam';
import { addressOf, covers } from '../fields/check-mail';
import type { Draft } from '../draft';
import type { Places, SettingPath, Problem } from '../path';
import { MOST_RECIPIENTS } from '../schema/notification';
import { asTemplate, mailPlaceholders } from '../../workflow';
import { show } from '../../text/show';

/** A sender that no identity covers: SES or the role's policy would refuse every mail. */
export function senderProblems(all: Draft): Problem[] {
  const found = new Map<string, Problem>();
  (all.environments ?? []).forEach((environment, index) => {
    const own = environment?.notification ?? {};
    const sourceArn = own.sourceArn ?? all.notification?.sourceArn;
    const identities =
      sourceArn === undefined ? (own.identities ?? all.notification?.identities) : [identityIn(sourceArn)];
    const text = uncovered(own.sender ?? all.notification?.sender, identities);
    if (text === undefined) return;
    const path = placeOf(own, ['environments', index]);
    found.set(JSON.stringify(path), { path, text });
  });
  return [...found.values()];
}

/** The address or domain in the ARN of an identity. */
function identityIn(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

/** An identity in another region than the environment: SES would not find it. */
export function sourceProblems(all: Draft, places: Places): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const { region } = environment ?? {};
    const arn = parseArn(environment?.notification?.sourceArn ?? all.notification?.sourceArn ?? '');
    if (region === undefined || arn === undefined || arn.region === region) return [];
    const isOwn = environment?.notification?.sourceArn !== undefined;
    const path = [...(isOwn ? ['environments', index] : []), 'notification', 'sourceArn'];
    const text = `the identity is in ${arn.region}, but ${places.textOf(['environments', index])} is in ${region}; write the ARN of an identity of that region`;
    return [{ path, text }];
  });
}

/** A template without the configuration set that reports what cannot be rendered, a topic elsewhere, or a text that is not a template. */
export function templateProblems(all: Draft, places: Places): Problem[] {
  const found = (all.environments ?? []).flatMap((environment, index) => {
    const own = environment?.notification ?? {};
    const setting = { ...all.notification, ...own };
    if (setting.template === undefined) return [];
    const at = (member: keyof typeof own): SettingPath => [
      ...(own[member] === undefined ? [] : ['environments', index]),
      'notification',
      member,
    ];
    const region = environment?.region;
    const topicRegion = parseArn(setting.template.failureTopicArn ?? '')?.region ?? region;
    return [
      ...(setting.configurationSet === undefined ? [{ path: at('template'), text: withoutSet }] : []),
      ...(topicRegion === region
        ? []
        : [
            {
              path: [...at('template'), 'failureTopicArn'],
              text: `the topic is in ${topicRegion ?? ''}, but ${places.textOf(['environments', index])} is in ${region ?? ''}; write a topic of that region`,
            },
          ]),
      ...(['subject', 'htmlBody', 'textBody'] as const)
        .filter((name) => !isTemplate(setting[name] ?? ''))
        .map((name) => ({ path: at(name), text: touchingBraces })),
    ];
  });
  // Environments share settings, and then a problem of them.
  return [...new Map(found.map((problem) => [JSON.stringify(problem.path), problem])).values()];
}

const withoutSet =
  'needs "configurationSet", whose events report a mail that SES could not render; write the name of a configuration set';
const touchingBraces =
  'has a brace next to another brace, which a template of SES reads as a placeholder; write a space between them';

function isTemplate(text: string): boolean {
  return asTemplate(text, Object.keys(mailPlaceholders)) !== undefined;
}

/** More recipients, of a user and its environment together, than SES allows in a mail. */
export function recipientProblems(all: Draft, places: Places): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const common = addressesOf(environment?.notification?.recipients ?? all.notification?.recipients);
    const path: SettingPath = environment?.users === undefined ? ['users'] : ['environments', index, 'users'];
    return (environment?.users ?? all.users ?? []).flatMap((user, at): Problem[] => {
      const own = addressesOf(user?.recipients);
      const count = new Set([...common, ...own]).size;
      if (own.length === 0 || count <= MOST_RECIPIENTS) return [];
      const text = `${count} recipients, including those of ${places.textOf(['environments', index])}; write at most ${MOST_RECIPIENTS} in all`;
      return [{ path: [...path, at, 'recipients'], text }];
    });
  });
}

type DraftRecipients = NonNullable<NonNullable<Draft['notification']>['recipients']>;

function addressesOf(recipients: DraftRecipients | undefined): string[] {
  if (recipients === undefined) return [];
  const { to, cc, bcc } = isList(recipients) ? { to: recipients, cc: [], bcc: [] } : recipients;
  return [to, cc, bcc].flatMap((list) => list ?? []).flatMap((one) => one ?? []);
}

function isList(recipients: DraftRecipients): recipients is Extract<DraftRecipients, readonly unknown[]> {
  return Array.isArray(recipients);
}

type Identities = readonly (string | undefined)[] | undefined;

function uncovered(sender: string | undefined, identities: Identities): string | undefined {
  if (sender === undefined || identities === undefined || identities.includes(undefined)) return undefined;
  const address = addressOf(sender);
  const known = identities.flatMap((identity) => identity ?? []);
  if (known.length === 0 || known.some((identity) => covers(identity, address))) return undefined;
  return `${show(address)} is not covered by the identities ${known.map((one) => show(one)).join(', ')}; write a sender of one of these, or add its address or domain to "identities"`;
}

/** The nearest layer that sets one of the two. */
function placeOf(own: NonNullable<Draft['notification']>, environment: SettingPath): SettingPath {
  const { sender, identities, sourceArn } = own;
  if (sourceArn !== undefined) return [...environment, 'notification', 'sourceArn'];
  if (sender !== undefined) return [...environment, 'notification', 'sender'];
  return identities === undefined ? ['notification', 'sender'] : [...environment, 'notification', 'identities'];
}
