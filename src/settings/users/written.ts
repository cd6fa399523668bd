import { itemsInText, readListFile, type ListKind, type WrittenItem, type WrittenItems } from '../lists';

/** One user of a file, as it is written there. */
export type WrittenUser = WrittenItem;

const known = [
  'userName',
  'path',
  'secretName',
  'secretKmsKeyArn',
  'shard',
  'gracePeriodSeconds',
  'schedule',
  'enabled',
  'recipients',
  'environments',
] as const;

const kind: ListKind = {
  columns: { required: ['userName', 'secretName'], known },
  numbers: ['gracePeriodSeconds'],
  flags: ['enabled'],
  members: known,
  words: { item: 'a user', items: 'users', list: 'a list of users' },
  right: 'an object such as {"userName": "ci-deployer", "secretName": "ci-deployer/aws"}',
};

/** Reads the users of a file in the folder of the project. Throws an InputError if the file cannot be read. */
export function readUsersFile(file: string, folder: string): WrittenItems {
  return readListFile(file, folder, kind);
}

/** Reads the users in the text of a file with this name. */
export function usersInText(text: string, file: string): WrittenItems {
  return itemsInText(text, file, kind);
}
