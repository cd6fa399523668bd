import { InputError } from '../input-error';
import { isArray, isObject, parseLenientJson, type Json } from '../json';
import { readCredentialReport, type CredentialReport } from '../operations/credential-report';

/**
 * Reads a credential report, as a CSV file or as `aws iam get-credential-report` prints it. Throws an InputError if the file is none.
 * https://docs.aws.amazon.com/cli/latest/reference/iam/get-credential-report.html
 */
export function credentialReportIn(text: string, file: string): CredentialReport {
  const printed = jsonIn(text);
  const content = isObject(printed) ? printed['Content'] : undefined;
  const csv = typeof content === 'string' ? Buffer.from(content, 'base64').toString('utf8') : text;
  if (!csv.startsWith('user,arn,user_creation_time,'))
    throw InputError.of(`${file}: is not a credential report; give the output of "aws iam get-credential-report"`);
  return readCredentialReport(csv, undefined);
}

/**
 * Reads the names of secrets: as `aws secretsmanager list-secrets` prints them, or one in each line. No value of a secret is needed.
 * https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/list-secrets.html
 */
export function secretNamesIn(text: string, file: string): string[] {
  const printed = jsonIn(text);
  if (printed === undefined)
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const list = isObject(printed) ? printed['SecretList'] : undefined;
  if (!isArray(list))
    throw InputError.of(
      `${file}: has no SecretList; give the output of "aws secretsmanager list-secrets", or one name in each line`,
    );
  return list.flatMap((secret) => {
    const name = isObject(secret) ? secret['Name'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
