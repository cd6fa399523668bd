import { resolve } from 'node:path';
import { questionKinds, questions } from '../../../audit/answers/questions';
import { recogniseAnswer } from '../../../audit/answers/recognise';
import type { AnsweredQuestion } from '../../../audit/answers/replies';
import { collected, readText } from '../../../files';
import { InputError } from '../../../input-error';
import { parseJsonFile } from '../../../json';

const commands = [...new Set(questionKinds.map((kind) => questions[kind].command))];
const right = `give what the AWS CLI prints: ${commands.map((one) => `"${one}"`).join(', ')}`;

/** A file with the answer to a question. */
export interface AnswerFile extends AnsweredQuestion {
  readonly file: string;
  readonly text: string;
  /** The account that it is about; undefined if it does not show it. */
  readonly account: string | undefined;
}

/** Reads files that the AWS CLI wrote. Throws an InputError with one line for each other file. */
export function answerFiles(files: readonly string[], cwd: string): readonly AnswerFile[] {
  const read = collected(files, (file) => answerFile(file, cwd));
  for (const [index, one] of read.entries()) {
    const { file } = one;
    const earlier = read.slice(0, index).find((other) => isSame(other, one));
    if (earlier !== undefined)
      throw InputError.of(`${file}: answers the same question as ${earlier.file}; give one of them`);
  }
  return read;
}

function isSame(one: AnswerFile, other: AnswerFile): boolean {
  const isSameQuestion = one.question.kind === other.question.kind && one.question.name === other.question.name;
  return isSameQuestion && (one.account === other.account || one.account === undefined || other.account === undefined);
}

function answerFile(file: string, cwd: string): AnswerFile {
  const content = readText(file, resolve(cwd, file), right);
  // A credential report is a table, which the AWS CLI prints in JSON.
  const value = content.startsWith('user,arn,user_creation_time,')
    ? { Content: Buffer.from(content).toString('base64'), ReportFormat: 'text/csv' }
    : parseJsonFile(content, file);
  const found = recogniseAnswer(value);
  if (found.kind === 'part')
    throw InputError.of(`${file}: is one page of several (${found.member}); run the command again without --max-items`);
  if (found.kind === 'unknown') throw InputError.of(`${file}: is not an answer that an audit reads; ${right}`);
  const { question, account } = found;
  return { file, text: content, account, question, reply: { kind: 'answered', value } };
}
