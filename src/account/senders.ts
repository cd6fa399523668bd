import { GetIdentityVerificationAttributesCommand } from '@aws-sdk/client-ses';
import type { Known } from '../operations/facts';
import type { EnvironmentSettings } from '../settings';
import { knownUnlessDenied } from './alerts';
import type { Clients } from './sdk/clients';
import { asked } from './sdk/fault';

/** Whether SES can send the mails of an environment. */
export type ReadSender = (environment: EnvironmentSettings) => Known<boolean>;

/** The largest number of identities in one call. https://docs.aws.amazon.com/ses/latest/APIReference/API_GetIdentityVerificationAttributes.html */
const batch = 100;

/** Asks SES in one region about the senders of many environments at once: it answers once a second. */
export async function sendersOf(clients: Clients, environments: readonly EnvironmentSettings[]): Promise<ReadSender> {
  const own = environments.filter(({ notification }) => notification.sourceArn === undefined);
  const names = [...new Set(own.flatMap(({ notification }) => notification.identities))];
  const found = await knownUnlessDenied(verified(clients, names));
  return ({ notification }) => {
    // https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html
    if (notification.sourceArn !== undefined) return { known: false, why: 'the identity is in another account' };
    if (!found.known) return found;
    return { known: true, value: notification.identities.some((identity) => found.value.has(identity)) };
  };
}

async function verified({ ses }: Clients, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let start = 0; start < names.length; start += batch) {
    const command = new GetIdentityVerificationAttributesCommand({ Identities: names.slice(start, start + batch) });
    const { VerificationAttributes = {} } = await asked('ses:GetIdentityVerificationAttributes', ses.send(command));
    for (const [name, { VerificationStatus }] of Object.entries(VerificationAttributes))
      if (VerificationStatus === 'Success') found.add(name);
  }
  return found;
}
