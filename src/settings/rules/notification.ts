import { addressOf, covers } from '../schema/check-mail';
import type { Draft } from '../draft';
import type { Path, Problem } from '../path';
import { show } from '../../text/show';

/** A sender whom none of the identities covers: SES, or the role's policy, would refuse every mail. */
export function senderProblems(all: Draft): Problem[] {
  const found = new Map<string, Problem>();
  (all.environments ?? []).forEach((environment, index) => {
    const own = environment?.notification ?? {};
    const sender = own.sender ?? all.notification?.sender;
    const identities = own.identities ?? all.notification?.identities;
    if (sender === undefined || identities === undefined || identities.includes(undefined)) return;
    const address = addressOf(sender);
    if (identities.some((identity) => identity !== undefined && covers(identity, address))) return;
    const layer: Path = own.sender === undefined && own.identities === undefined ? [] : ['environments', index];
    const path = [...layer, 'notification', own.sender === undefined && layer.length > 0 ? 'identities' : 'sender'];
    const text = `${show(address)} lies in none of the identities ${identities.map((one) => show(one)).join(', ')}; write a sender of one of these, or its address or domain among "identities"`;
    found.set(JSON.stringify(path), { path, text });
  });
  return [...found.values()];
}
