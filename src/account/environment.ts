import { watchOf } from '../operations/alerts/watch';
import type { EnvironmentFacts, SecretKey, UserFacts } from '../operations/facts';
import { machineArnsOf, type Place } from '../operations/place';
import { scheduleOfUser } from '../operations/status';
import type { UserSettings } from '../settings';
import type { Keys } from './all-keys';
import type { Clients } from './sdk/clients';
import { readAlerts } from './alerts';
import { inParallel } from './sdk/in-parallel';
import { executionsOf } from './executions';
import { schedulesOf } from './schedules';
import { secretKeyIds } from './secrets';
import type { ReadSender } from './senders';

interface ReadOptions {
  readonly now: number;
  readonly since: number;
  readonly users: readonly UserSettings[];
  readonly keys: Keys;
  /** Whether the ids of the keys in the secrets are read. */
  readonly readSecrets: boolean;
  readonly senderOf: ReadSender;
}

/** Reads what `status` judges in an environment, with calls that return many users each. */
export async function readEnvironment(
  clients: Clients,
  place: Place,
  { now, since, users, keys, readSecrets, senderOf }: ReadOptions,
): Promise<EnvironmentFacts> {
  const { environment, scheduleGroup } = place;
  const watch = watchOf(place);
  const [executions, schedules, alerts] = await Promise.all([
    inParallel(machineArnsOf(place), 4, (machineArn) => executionsOf(clients, machineArn, since)),
    schedulesOf(clients, scheduleGroup),
    watch === undefined ? undefined : readAlerts(clients, watch),
  ]);
  const names = users.map(({ secretName }) => secretName);
  const secretKeyId = readSecrets ? await secretKeyIds(clients, names) : notRead;
  return {
    at: now,
    since,
    executions: executions.flat(),
    alerts,
    isSenderVerified: senderOf(environment),
    reportAt: keys.reportAt,
    users: users.map((user): UserFacts => {
      const found = keys.of(user.name);
      return {
        name: user.name,
        exists: found !== undefined,
        path: keys.pathOf(user.name),
        keys: found ?? [],
        schedule: schedules.get(scheduleOfUser(user)),
        secretKeyId: secretKeyId(user.secretName),
      };
    }),
  };
}

const notRead = (): SecretKey => ({ known: false, why: 'not read' });
