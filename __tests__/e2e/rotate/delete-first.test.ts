import { describeRotations } from './rotations';

const makes = ['CreateAccessKey', 'LookForOthers', 'UpdateSecret', 'ConfirmNewKey', 'SendEmail'];

describeRotations('delete-first', {
  settings: { strategy: 'delete-first' },
  mayDie: true,
  rotations: [
    { keys: [], calls: ['ListAccessKeys', ...makes], left: ['<key 1> Active'], secret: ['AWSCURRENT: <key 1>'] },
    {
      keys: ['Active'],
      calls: ['ListAccessKeys', 'DeleteAccessKey', ...makes],
      left: ['<key 2> Active'],
      secret: ['AWSCURRENT: <key 2>', 'AWSPREVIOUS: <key 1>'],
    },
    {
      keys: ['Active', 'Active'],
      calls: ['ListAccessKeys', 'DeleteAccessKey', 'DeleteAccessKey', ...makes],
      left: ['<key 3> Active'],
      secret: ['AWSCURRENT: <key 3>', 'AWSPREVIOUS: <key 2>'],
    },
  ],
});
