import { describeRotations } from './rotations';

describeRotations('overlap that replaces the older of two keys', {
  settings: { strategy: 'overlap', twoKeys: 'replace-older', gracePeriodSeconds: 3600 },
  mishapsAt: ['DeleteAccessKey'],
  rotations: [
    {
      keys: ['Active', 'Active'],
      calls: [
        'ListAccessKeys',
        'LookAgain',
        'DeleteAccessKey',
        'CreateAccessKey',
        'LookForOthers',
        'UpdateSecret',
        'ConfirmNewKey',
        'SendEmail',
        'LookBeforeDeleting',
        'DeletePreviousKey',
      ],
      left: ['<key 3> Active'],
      secret: ['AWSCURRENT: <key 3>', 'AWSPREVIOUS: <key 2>'],
    },
  ],
});
