import fc from '../fast-check';
import { redactJson, redactor } from '../../src/simulator';
import { worldWith } from './support';

const world = worldWith(2);
const secrets = world.users.flatMap(({ keys }) => keys.map(({ secret }) => secret));
const hide = redactor(world);

/** Does a text tell eight characters of a secret in a row? */
function tells(text: string): boolean {
  return secrets.some((secret) =>
    Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8)).some((piece) =>
      text.includes(piece),
    ),
  );
}

test('secrets go, wherever they stand, and the text around them stays', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...secrets))), (parts) => {
      const shown = hide(parts.join('|'));
      expect(tells(shown)).toBe(false);
      expect(shown.startsWith(parts[0] !== undefined && !tells(parts[0]) ? parts[0] : '')).toBe(true);
    }),
  );
});

test('pieces of eight characters or more go as well', () => {
  fc.assert(
    fc.property(fc.constantFrom(...secrets), fc.nat(32), fc.integer({ min: 8, max: 40 }), (secret, from, length) => {
      const piece = secret.slice(from, from + length);
      expect(hide(`a ${piece} b`)).toBe('a [secret] b');
    }),
  );
});

test('a secret in Base64 goes, whatever stands before and after it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...secrets),
      fc.string({ maxLength: 5 }),
      fc.string({ maxLength: 5 }),
      (secret, before, after) => {
        const shown = hide(Buffer.from(before + secret + after).toString('base64'));
        // What is left may hold a few characters at the seams, never a piece that tells.
        expect(tells(Buffer.from(shown.split('[secret]')[0] ?? '', 'base64').toString())).toBe(false);
        expect(shown).toContain('[secret]');
      },
    ),
  );
});

test('key ids and other texts are not touched', () => {
  const text = `${world.users[0]?.keys[0]?.id} of ci-deployer`;
  expect(hide(text)).toBe(text);
});

test('in JSON the names of members are cleaned as well', () => {
  const [secret = ''] = secrets;
  expect(redactJson({ [secret]: [secret, 1, null, { a: `x${secret}` }] }, hide)).toEqual({
    '[secret]': ['[secret]', 1, null, { a: 'x[secret]' }],
  });
});
