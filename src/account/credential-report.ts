import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type GetCredentialReportCommandOutput,
} from '@aws-sdk/client-iam';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCredentialReport, type CredentialReport } from '../operations/credential-report';
import type { Clients } from './sdk/clients';
import { asked } from './sdk/fault';

const mostAttempts = 60;

/** The credential report: all users and the ages of their keys in one answer. */
export async function credentialReport(clients: Clients, pauseMs?: number): Promise<CredentialReport> {
  const { Content, GeneratedTime } = await reportAnswer(clients, pauseMs);
  const text = Buffer.from(Content ?? []).toString('utf8');
  return readCredentialReport(text, GeneratedTime?.getTime());
}

/**
 * The answer with the report. AWS makes a new one at most every four hours, and returns the last one until then.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function reportAnswer({ iam }: Clients, pauseMs = 2_000): Promise<GetCredentialReportCommandOutput> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const command = new GenerateCredentialReportCommand({});
    const { State } = await asked('iam:GenerateCredentialReport', iam.send(command));
    if (State === 'COMPLETE') break;
    await sleep(pauseMs);
  }
  return asked('iam:GetCredentialReport', iam.send(new GetCredentialReportCommand({})));
}
