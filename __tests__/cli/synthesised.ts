import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';

/** Makes the folder of a project with the settings of this repository and all its stacks, synthesised as they are today. */
export function makeSynthesised(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-test-'));
  cpSync(join(__dirname, '../../cdktf.json'), join(folder, 'cdktf.json'));
  synthesise(loadSettings(join(folder, 'cdktf.json')), join(folder, 'cdktf.out'));
  return folder;
}
