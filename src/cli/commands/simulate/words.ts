import { durationInLargestUnit } from '../../../text/duration';
import type { KeyView, WorldView } from '../../../simulator';

/** Words for the text of a simulation. */

/** `+00:13:57`: hours, minutes and seconds of virtual time. */
export function clock(ms: number): string {
  const all = Math.floor(ms / 1000);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return `+${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** Text such as `AKIA…WXYZ`, enough to distinguish two keys. */
export function short(keyId: string): string {
  return keyId.length > 8 ? `${keyId.slice(0, 4)}…${keyId.slice(-4)}` : keyId;
}

/** The keys of the user, with the labels of the secret that hold them. */
export function keyLines({ keys }: WorldView): string[] {
  return keys.length === 0 ? ['none'] : keys.map(keyLine);
}

function keyLine({ id, status, ageSeconds, labels, listed, working }: KeyView): string {
  const age = ageSeconds < 60 ? 'new' : `${durationInLargestUnit(ageSeconds)} old`;
  const held = labels.length === 0 ? 'in no version of the secret' : labels.join(' and ');
  const lag = [...(listed ? [] : ['not listed yet']), ...(working || status !== 'Active' ? [] : ['not working yet'])];
  return [`${short(id)}  ${status.padEnd(8)}`, age.padEnd(12), held, ...lag].join('  ');
}

/** The contents of the secret: one line for each version that has a label. */
export function secretLines(view: WorldView): string[] {
  if (!view.secret) return ['no secret'];
  const labelled = view.secret.versions.filter(({ labels }) => labels.length > 0);
  if (labelled.length === 0) return ['no value'];
  return labelled.map(({ id, labels, keyId }) => {
    const isDead = view.keys.every((key) => key.id !== keyId);
    const held = keyId === undefined ? 'no known key' : `${short(keyId)}${isDead ? ' (deleted)' : ''}`;
    return `${labels.join(', ').padEnd(11)}  ${held}  version ${id.slice(0, 8)}`;
  });
}
