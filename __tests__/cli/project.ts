import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies } from '../checks/sample';
import { call, type Printed } from './call';

const sample = join(__dirname, '..', 'fixtures', 'sample');

/** The folder of the stack in a sample project, and its file. */
export const stackFolder = 'cdktf.out/stacks/keyturn-staging';
export const stackFile = `${stackFolder}/cdk.tf.json`;

/** A project in a temporary folder: the sample's stack in cdktf.out, its contracts in policies. */
export interface Project {
  /** Where a file of it is. */
  at(file: string): string;
  put(file: string, content: string | Uint8Array): void;
  read(file: string): string;
  /** Runs a command of keyturn in the project, in this process. */
  keyturn(...words: readonly string[]): Promise<Printed>;
  remove(): void;
}

export function makeProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-project-'));
  mkdirSync(join(folder, stackFolder), { recursive: true });
  cpSync(join(sample, 'stack.json'), join(folder, stackFile));
  cpSync(policies, join(folder, 'policies'), { recursive: true });
  return {
    at: (file) => join(folder, file),
    put: (file, content) => {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), content);
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    keyturn: (...words) => call(folder, words),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
