import { object, text } from '../fields/fields';

const right = '"users.csv"';
const rightEnvironments = '"environments.csv"';
const pattern = '\\.([cC][sS][vV]|[yY][aA]?[mM][lL]|[jJ][sS][oO][nN])$';

/** The file that lists the users, in place of the list. */
export const usersFileSchema = object(
  {
    file: text(
      {
        description:
          'The file, by its path from the folder of cdktf.json. Its columns, or the members of each user, are userName, path, secretName, secretKmsKeyArn, shard, gracePeriodSeconds, schedule, enabled (of the schedule), recipients and environments.',
        right,
        keywords: { pattern },
      },
      (name) => (name === '' ? `is empty; write ${right}` : undefined),
    ),
  },
  'a list of users, or {"file": "users.csv"}',
  'The users are in a file: CSV, YAML or JSON.',
);

/** The file that lists the environments, in place of the list. */
export const environmentsFileSchema = object(
  {
    file: text(
      {
        description:
          'The file, by its path from the folder of cdktf.json. The columns of CSV are name, accountId, region, partition, profile, roleArn, externalId, strategy, gracePeriodSeconds, maxKeyAgeDays, schedule, timezone, enabled, spread, sesPerSecond, iamPerSecond and recipients; in YAML and JSON each environment has the same settings as in the list, without users.',
        right: rightEnvironments,
        keywords: { pattern },
      },
      (name) => (name === '' ? `is empty; write ${rightEnvironments}` : undefined),
    ),
  },
  'a list of environments, or {"file": "environments.csv"}',
  'The environments are in a file: CSV, YAML or JSON.',
);
