import { describeRotations } from './rotations';

const looks = ['ListAccessKeys', 'LookAgain'];
const makes = ['CreateAccessKey', 'LookForOthers', 'UpdateSecret', 'ConfirmNewKey', 'SendEmail'];

describeRotations('until-next-rotation', {
  settings: { strategy: 'until-next-rotation', maxKeyAgeDays: 90 },
  rotations: [
    { keys: [], calls: [...looks, ...makes], left: ['<key 1> Active'], secret: ['AWSCURRENT: <key 1>'] },
    {
      keys: ['Active'],
      calls: [...looks, ...makes],
      left: ['<key 1> Active', '<key 2> Active'],
      secret: ['AWSCURRENT: <key 2>', 'AWSPREVIOUS: <key 1>'],
    },
    {
      keys: ['Active', 'Active'],
      calls: [...looks, 'DeleteAccessKey', ...makes],
      left: ['<key 2> Active', '<key 3> Active'],
      secret: ['AWSCURRENT: <key 3>', 'AWSPREVIOUS: <key 2>'],
    },
  ],
});
