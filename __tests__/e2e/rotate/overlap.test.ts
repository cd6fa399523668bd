import { describeRotations } from './rotations';

const looks = ['ListAccessKeys', 'LookAgain'];
const makes = ['CreateAccessKey', 'LookForOthers', 'UpdateSecret', 'ConfirmNewKey', 'SendEmail'];
const ends = ['LookBeforeDeleting', 'DeletePreviousKey'];

describeRotations('overlap', {
  settings: { strategy: 'overlap', gracePeriodSeconds: 86_400 },
  rotations: [
    { keys: [], calls: [...looks, ...makes], left: ['<key 1> Active'], secret: ['AWSCURRENT: <key 1>'] },
    {
      keys: ['Active'],
      calls: [...looks, ...makes, ...ends],
      left: ['<key 2> Active'],
      secret: ['AWSCURRENT: <key 2>', 'AWSPREVIOUS: <key 1>'],
    },
    {
      keys: ['Inactive', 'Active'],
      calls: [...looks, 'DeleteAccessKey', ...makes, ...ends],
      left: ['<key 3> Active'],
      secret: ['AWSCURRENT: <key 3>', 'AWSPREVIOUS: <key 2>'],
    },
    {
      keys: ['Active', 'Active'],
      calls: [...looks, 'SendFailureEmail'],
      error: 'TwoActiveKeys',
      left: ['<key 1> Active', '<key 2> Active'],
      secret: ['AWSCURRENT: <key 2>'],
    },
  ],
});
