import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json } from '../../src/json';
import { cleanAccount, type Answers } from './account';

/** The answers of the account of staging, as an account of production has them. */
export function inProduction(answers: Answers): Answers {
  const text = JSON.stringify(answers);
  return JSON.parse(
    text
      .replaceAll('111122223333', '444455556666')
      .replaceAll('staging', 'production')
      .replaceAll(/"Content":"[^"]*"/g, content),
  ) as Answers;
}

/** The credential report is encoded, so its accounts are replaced within. */
function content(member: string): string {
  const encoded = member.slice('"Content":"'.length, -1);
  const text = Buffer.from(encoded, 'base64').toString('utf8').replaceAll('111122223333', '444455556666');
  return `"Content":"${Buffer.from(text).toString('base64')}"`;
}

/** The files of an auditor without access, by the kinds of their questions. */
export const kinds = ['identities', 'credential-report', 'machine', 'schedules'] as const;

/** Writes answers as the files that the AWS CLI prints, and returns their names. */
export function writeAnswers(folder: string, answers: Answers = cleanAccount(), prefix = ''): string[] {
  return kinds.map((kind) => {
    const [, value = null] = Object.entries(answers).find(([key]) => key.startsWith(`${kind} `)) ?? [];
    const name = `${prefix}${kind}.json`;
    put(folder, name, value);
    return name;
  });
}

export function put(folder: string, name: string, value: Json | object): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
