import { object, text } from '../fields/fields';

const right = '"users.csv"';

/** The file that lists the users, in place of the list. */
export const usersFileSchema = object(
  {
    file: text(
      {
        description:
          'The file, by its path from the folder of cdktf.json. Its columns, or the members of each user, are userName, path, secretName, secretKmsKeyArn, shard, gracePeriodSeconds, schedule, recipients and environments.',
        right,
        keywords: { pattern: '\\.([cC][sS][vV]|[yY][aA]?[mM][lL]|[jJ][sS][oO][nN])$' },
      },
      (name) => (name === '' ? `is empty; write ${right}` : undefined),
    ),
  },
  'a list of users, or {"file": "users.csv"}',
  'The users are in a file: CSV, YAML or JSON.',
);
