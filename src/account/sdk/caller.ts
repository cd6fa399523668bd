import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients';
import { asked } from './fault';

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/** Whose credentials these are. The call needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export async function callerOf({ sts }: Clients): Promise<Caller> {
  const { Account = '', Arn = '' } = await asked('sts:GetCallerIdentity', sts.send(new GetCallerIdentityCommand({})));
  return { accountId: Account, arn: Arn };
}
