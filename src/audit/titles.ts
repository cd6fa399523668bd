import type { PartName } from './document';

/** The parts of an audit, in the order in which people read them, with their titles. */
export const titles: Readonly<Record<PartName, string>> = {
  roles: 'Permissions of the roles against the contracts',
  readers: 'Who can read the keys, and who can change the role',
  keys: 'Keys',
  drift: 'Drift from the settings',
  rotations: 'Scheduled rotations',
  alerts: 'Alerts',
  controls: 'Controls',
};

export const partNames = Object.keys(titles) as readonly string[] as readonly PartName[];
