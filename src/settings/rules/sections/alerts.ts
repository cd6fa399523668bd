import { parseArn } from '../../../iam';
import type { Draft } from '../../draft';
import type { DraftEnvironment } from '../../layers';
import type { Places, Problem, SettingPath } from '../../path';

/** Regions without the rule. https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html */
const regionsWithoutKeyAgeRule: ReadonlySet<string> = new Set([
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
]);

/** The alerts of one environment, and where they are written. */
interface Placed {
  readonly index: number;
  readonly environment: DraftEnvironment;
  readonly alerts: NonNullable<Draft['alerts']>;
  readonly path: SettingPath;
  /** The environment in messages. */
  readonly name: string;
}

/** Finds alerts that AWS would refuse, and a second rule for the keys of one account. */
export function alertProblems(all: Draft, places: Places): Problem[] {
  const placed = (all.environments ?? []).flatMap((environment, index): Placed[] => {
    const alerts = environment?.alerts ?? all.alerts;
    if (environment === undefined || alerts === undefined) return [];
    const path: SettingPath = environment.alerts === undefined ? ['alerts'] : ['environments', index, 'alerts'];
    return [{ index, environment, alerts, path, name: places.textOf(['environments', index]) }];
  });
  return [...placed.flatMap(keyElsewhere), ...placed.flatMap(keyAgeRuleMissing), ...keyAgeRuleTwice(placed)];
}

/** A topic can be encrypted only with a key of its own region. */
function keyElsewhere({ name, environment: { region }, alerts, path }: Placed): Problem[] {
  const key = parseArn(alerts.kmsKeyArn ?? '');
  if (key === undefined || region === undefined || key.region === region) return [];
  const text = `the key is in ${key.region}, but ${name} is in ${region}; write a key of that region`;
  return [{ path: [...path, 'kmsKeyArn'], text }];
}

function keyAgeRuleMissing({ name, environment: { region }, alerts, path }: Placed): Problem[] {
  if (alerts.maximumKeyAgeDays === undefined || region === undefined) return [];
  if (!regionsWithoutKeyAgeRule.has(region)) return [];
  const text = `AWS Config has no rule for the age of keys in ${region}, the region of ${name}; leave it out there`;
  return [{ path: [...path, 'maximumKeyAgeDays'], text }];
}

/** The rule judges every key of an account, so a second one would report each of them twice. */
function keyAgeRuleTwice(placed: readonly Placed[]): Problem[] {
  const owners = new Map<string, string>();
  return placed.flatMap(({ index, name, environment: { accountId }, alerts }): Problem[] => {
    if (alerts.maximumKeyAgeDays === undefined || accountId === undefined) return [];
    const owner = owners.get(accountId);
    if (owner === undefined) {
      owners.set(accountId, name);
      return [];
    }
    const text = `${owner} has this rule for account ${accountId} already, and it judges every key of an account; leave it out of one of them`;
    return [{ path: ['environments', index, 'alerts', 'maximumKeyAgeDays'], text }];
  });
}
