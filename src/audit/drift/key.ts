import { memberOf, type Json } from '../../json';
import { textOf } from '../../model';
import { notShown, type Compare, type Compared, type Difference, type NotShown, type Thing } from './difference';
import { known, policyDifference } from './values';

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export const keyDifferences: Compare = ({ values }, compared) => {
  const { replies } = compared;
  const alias = aliasIn(compared);
  const thing: Thing = { noun: 'key', name: alias };
  const [key, policy] = [replies.of('key', alias), replies.of('key-policy', alias)];
  // The alias is missing, which is a difference of its own.
  if (key.kind === 'absent') return [];
  if (key.kind !== 'answered' && policy.kind !== 'answered') return 'not-known';
  const state = key.kind === 'answered' ? memberOf(memberOf(key.value, 'KeyMetadata'), 'KeyState') : undefined;
  const notEnabled = key.kind === 'answered' ? stateDifferences(thing, state) : [];
  if (policy.kind === 'failed' || policy.kind === 'not-given') return notEnabled;
  const found = policy.kind === 'answered' ? memberOf(policy.value, 'Policy') : undefined;
  return [...notEnabled, ...policyDifference(thing, 'the policy', textOf(values, 'policy'), found)];
};

function stateDifferences(thing: Thing, state: Json | undefined): (Difference | NotShown)[] {
  if (typeof state !== 'string') return [notShown];
  return state === 'Enabled' ? [] : [{ kind: 'key-not-enabled', thing, state }];
}

export const aliasDifferences: Compare = ({ values }, { replies }) => {
  const name = known(textOf(values, 'name'));
  const reply = replies.of('key', name);
  if (reply.kind === 'absent') return [{ kind: 'missing', thing: { noun: 'key', name } }];
  return reply.kind === 'answered' ? [] : 'not-known';
};

/** A stack has one key, which the alias names. */
function aliasIn({ made }: Compared): string {
  const alias = made.resources.find(({ type }) => type === 'aws_kms_alias');
  return alias === undefined ? '' : known(textOf(alias.values, 'name'));
}
