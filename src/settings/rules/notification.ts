import { addressOf, covers } from '../schema/check-mail';
import type { Draft } from '../draft';
import type { SettingPath, Problem } from '../path';
import { show } from '../../text/show';

/** A sender whom none of the identities covers: SES, or the role's policy, would refuse every mail. */
export function senderProblems(all: Draft): Problem[] {
  const found = new Map<string, Problem>();
  (all.environments ?? []).forEach((environment, index) => {
    const own = environment?.notification ?? {};
    const text = uncovered(own.sender ?? all.notification?.sender, own.identities ?? all.notification?.identities);
    if (text === undefined) return;
    const path = placeOf(own, ['environments', index]);
    found.set(JSON.stringify(path), { path, text });
  });
  return [...found.values()];
}

type Identities = readonly (string | undefined)[] | undefined;

function uncovered(sender: string | undefined, identities: Identities): string | undefined {
  if (sender === undefined || identities === undefined || identities.includes(undefined)) return undefined;
  const address = addressOf(sender);
  const known = identities.flatMap((identity) => identity ?? []);
  if (known.some((identity) => covers(identity, address))) return undefined;
  return `${show(address)} lies in none of the identities ${known.map((one) => show(one)).join(', ')}; write a sender of one of these, or its address or domain among "identities"`;
}

/** The nearest place that says one of the two. */
function placeOf({ sender, identities }: NonNullable<Draft['notification']>, environment: SettingPath): SettingPath {
  if (sender !== undefined) return [...environment, 'notification', 'sender'];
  return identities === undefined ? ['notification', 'sender'] : [...environment, 'notification', 'identities'];
}
