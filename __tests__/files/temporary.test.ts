import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTemporaryFolder } from '../../src/files';
import { InputError } from '../../src/input-error';

describe('a temporary folder', () => {
  const parent = mkdtempSync(join(tmpdir(), 'keyturn-test-'));
  afterAll(() => rmSync(parent, { recursive: true }));

  it('is empty, and is deleted with its files', () => {
    const used = inTemporaryFolder((folder) => {
      expect(readdirSync(folder)).toEqual([]);
      writeFileSync(join(folder, 'file'), '');
      return folder;
    }, parent);
    expect(used.startsWith(join(parent, 'keyturn-'))).toBe(true);
    expect(existsSync(used)).toBe(false);
  });

  it('is deleted after an error', () => {
    const act = () =>
      inTemporaryFolder(() => {
        throw new Error('in use');
      }, parent);
    expect(act).toThrow('in use');
    expect(readdirSync(parent)).toEqual([]);
  });

  it.each([
    ['is not there', join(parent, 'none'), 'its folder does not exist'],
    ['is a file', __filename, 'its folder is a file'],
  ])('in a place that %s is a problem of one line', (_, place, why) => {
    const act = () => inTemporaryFolder(() => undefined, place);
    expect(act).toThrow(InputError);
    expect(act).toThrow(
      `${place}: no temporary folder can be made in it (${why}); name a folder that can be written in TMPDIR`,
    );
  });
});
