import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siblingsOf } from '../../src/terraform';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyturn-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function siblings(...names: readonly string[]): string[] {
  for (const name of names) writeFileSync(join(folder, name), '');
  return siblingsOf(join(folder, 'cdk.tf.json')).map(({ description }) => description);
}

describe('the folder around a stack', () => {
  test.each([
    'override.tf',
    'override.tf.json',
    'x_override.tf',
    'main.tf',
    'more.tofu',
    'more.tofu.json',
    'terraform.tfvars',
    'a.auto.tfvars.json',
  ])('has %s, which Terraform reads as well', (name) => {
    expect(siblings('cdk.tf.json', name)).toEqual([`${name} lies beside cdk.tf.json, and Terraform reads both`]);
  });

  test.each(['.hidden.tf', 'backup.tf~', '#edited.tf#', 'terraform.tfstate', '.terraform.lock.hcl', 'notes.txt'])(
    'may have %s, which Terraform does not read',
    (name) => {
      expect(siblings('cdk.tf.json', name)).toEqual([]);
    },
  );

  test('does not matter to a file that Terraform would not read as configuration', () => {
    siblings('main.tf');
    expect(siblingsOf(join(folder, 'copy.json'))).toEqual([]);
  });
});
