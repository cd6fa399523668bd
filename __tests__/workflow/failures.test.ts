import { failing, refusing } from '../../src/workflow/failures';
import { workflowOptions } from './options';

describe('a failure', () => {
  it('replaces the data with its error, its cause, and the subject and the recipients of its mail', () => {
    const paths = { userName: '$.userName', key: '$.lost.accessKeyId' };
    expect(failing('KeyStays', 'Key {key} of user {userName} stays.', paths)).toEqual({
      Type: 'Pass',
      Parameters: {
        error: 'KeyStays',
        'cause.$': "States.Format('Key {} of user {} stays.', $.lost.accessKeyId, $.userName)",
        'subject.$': "States.Format('Rotation of the access key of {} failed: KeyStays', $.userName)",
        'destination.$': '$.destination',
      },
      Next: 'SendFailureEmail',
    });
  });

  it('that refuses an input reads nothing of it, and goes to the recipients of the environment', () => {
    expect(refusing('PairRefused', 'Not a pair.', workflowOptions())).toEqual({
      Type: 'Pass',
      Parameters: {
        error: 'PairRefused',
        cause: 'Not a pair.',
        subject: 'Rotation refused: PairRefused',
        destination: { ToAddresses: ['platform@example.com'] },
      },
      Next: 'SendFailureEmail',
    });
  });
});
