import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { policies } from '../checks/sample';

const sample = join(__dirname, '..', 'fixtures', 'sample');

/** The folder of the stack in a sample project, and its file. */
export const stackFolder = 'cdktf.out/stacks/keyturn-staging';
export const stackFile = `${stackFolder}/cdk.tf.json`;

/** What a command printed, and how it ended. */
export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a temporary folder: the sample's stack in cdktf.out, its contracts in policies. */
export interface Project {
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
    put: (file, content) => {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), content);
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    keyturn: (...words) => runIn(folder, words),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runIn(cwd: string, words: readonly string[]): Promise<Printed> {
  let [stdout, stderr] = ['', ''];
  const status = await main(words, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTerminal: false,
    cwd,
    now: new Date('2026-11-23T00:00:00Z'),
  });
  return { status, stdout, stderr };
}
