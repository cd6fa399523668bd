import { isSame, situationOf } from '../../src/operations/two-keys';
import { ago, key, newKey, oldKey } from './facts';

const known = (value: string | undefined) => ({ known: true, value }) as const;

describe('the keys of a user and the secret', () => {
  const unused = key(oldKey, 40, { lastUsedAt: ago(10) });
  const held = key(newKey, 9);

  test.each([
    ['one key in the secret', [held], known(newKey), { kind: 'one-key', isInSecret: true }],
    ['one key, another in the secret', [held], known(oldKey), { kind: 'one-key', isInSecret: false }],
    [
      'one key, no look at the secret',
      [held],
      { known: false, why: 'denied' } as const,
      { kind: 'one-key', isInSecret: undefined },
    ],
    [
      'two keys, no look at the secret',
      [unused, held],
      { known: false, why: 'denied' } as const,
      { kind: 'secret-not-known' },
    ],
    ['two keys, none in the secret', [unused, held], known('AKIACCCCCCCCCCCCCCCC'), { kind: 'secret-dead' }],
    [
      'two keys, no id in the secret',
      [unused, held],
      known(undefined),
      { kind: 'secret-dead', secretKeyId: undefined },
    ],
    [
      'a spare that nobody uses',
      [unused, held],
      known(newKey),
      { kind: 'spare', held, other: unused, canDelete: true },
    ],
  ])('%s', (_, keys, secretKeyId, situation) => {
    expect(situationOf(keys, secretKeyId)).toMatchObject(situation);
  });

  test.each([
    ['used before the other was created', { lastUsedAt: ago(10) }, true],
    ['used since', { lastUsedAt: ago(8) }, false],
    ['never used', { lastUsedAt: null }, true],
    ['nobody knows', { lastUsedAt: undefined }, false],
    ['used since, and inactive', { lastUsedAt: ago(8), status: 'Inactive' }, true],
  ])('a key can be deleted: %s', (_, more, canDelete) => {
    expect(situationOf([key(oldKey, 40, more), held], known(newKey))).toMatchObject({ canDelete });
  });

  test('two looks differ if anything differs', () => {
    const spare = situationOf([unused, held], known(newKey));
    expect(isSame(spare, situationOf([unused, held], known(newKey)))).toBe(true);
    expect(isSame(spare, situationOf([unused, held], known(oldKey)))).toBe(false);
    expect(isSame(spare, situationOf([{ ...unused, status: 'Inactive' }, held], known(newKey)))).toBe(false);
    expect(isSame(spare, situationOf([held], known(newKey)))).toBe(false);
  });
});
