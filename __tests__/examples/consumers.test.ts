import { RotatedKey } from '../../examples/consumers/consumer';

/** A secret whose value changes with each read, as in rotations that follow each other. */
function consumerOf(...ids: readonly string[]) {
  const waited: number[] = [];
  let reads = 0;
  const secrets = {
    send: () => {
      const AccessKeyId = ids[Math.min(reads++, ids.length - 1)];
      return Promise.resolve({ SecretString: JSON.stringify({ AccessKeyId, SecretAccessKey: 'secret' }) });
    },
  };
  const key = new RotatedKey('ci-deployer/aws', secrets, (seconds) => Promise.resolve(waited.push(seconds)));
  /** A call of AWS that accepts one key, from its n-th attempt on. */
  const callWith = (accepted: string, attempts = 1) => {
    let tried = 0;
    return key.call(({ accessKeyId }) => {
      if (accessKeyId === accepted && ++tried >= attempts) return Promise.resolve(accessKeyId);
      return Promise.reject(Object.assign(new Error('no such key'), { name: 'InvalidClientTokenId' }));
    });
  };
  return { key, callWith, waited, reads: () => reads };
}

describe('the consumer in TypeScript', () => {
  it('reads the secret once, while the key works', async () => {
    const { callWith, reads } = consumerOf('one');
    expect([await callWith('one'), await callWith('one')]).toEqual(['one', 'one']);
    expect(reads()).toBe(1);
  });

  it('reads the secret again if the key is refused, without a wait', async () => {
    const { callWith, waited } = consumerOf('one', 'two');
    expect(await callWith('two')).toBe('two');
    expect(waited).toEqual([0]);
  });

  it('waits while a new key is not known everywhere', async () => {
    const { callWith, waited } = consumerOf('one', 'two');
    expect(await callWith('two', 3)).toBe('two');
    expect(waited).toEqual([0, 1, 2]);
  });

  it('gives up after half a minute', async () => {
    const { callWith, waited } = consumerOf('one');
    await expect(callWith('other')).rejects.toThrow('no such key');
    expect(waited.reduce((one, other) => one + other)).toBe(31);
  });

  it('hands on every other error', async () => {
    const { key, waited } = consumerOf('one');
    await expect(key.call(() => Promise.reject(new Error('AccessDenied')))).rejects.toThrow('AccessDenied');
    expect(waited).toEqual([]);
  });
});
