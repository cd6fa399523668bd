import type { EnvironmentSettings, MailboxSettings } from '../settings';
import { jsonLiteral } from './literal';
import { namesOf } from './names';
import { buildWorkflow, workflowTimes, type Destination, type WorkflowOptions } from '../workflow';
import { isSharded, partsOf } from './shards/shards';

/** The definitions of an environment's machines, as JSON texts: one, or one for each shard, in their order. */
export function definitionsOf(environment: EnvironmentSettings): readonly string[] {
  if (!isSharded(environment)) return [definitionText(environment)];
  const destinationsOfOthers = environment.users.flatMap(({ recipients }) =>
    recipients === undefined ? [] : [destinationOf(recipients)],
  );
  const times = workflowTimes(workflowOptions(environment));
  return partsOf(environment).map((part) =>
    jsonLiteral(buildWorkflow({ ...workflowOptions(part.environment), destinationsOfOthers }, times)),
  );
}

/** The definition of one machine, as JSON text. */
export function definitionText(environment: EnvironmentSettings): string {
  return jsonLiteral(buildWorkflow(workflowOptions(environment)));
}

/** The options of the workflow for an environment. Settings that both have share their names. */
export function workflowOptions({ notification, users, ...settings }: EnvironmentSettings): WorkflowOptions {
  const { sender, sourceArn, recipients, configurationSet, template, runbookUrl, ...texts } = notification;
  return {
    ...settings,
    pairs: users.map((user) => ({
      userName: user.name,
      secretName: user.secretName,
      ...(user.recipients === undefined ? {} : { destination: destinationOf(user.recipients) }),
    })),
    mail: {
      source: sender,
      ...(sourceArn === undefined ? {} : { sourceArn }),
      ...destinationOf(recipients),
      replyToAddresses: [...recipients.replyTo],
      ...(configurationSet === undefined ? {} : { configurationSet }),
      ...(template === undefined ? {} : { template: namesOf(settings.name).template }),
      ...(runbookUrl === undefined ? {} : { runbookUrl }),
      subject: texts.subject,
      htmlBody: texts.htmlBody,
      textBody: texts.textBody,
    },
  };
}

function destinationOf({ to, cc, bcc }: MailboxSettings): Destination {
  return { toAddresses: [...to], ccAddresses: [...cc], bccAddresses: [...bcc] };
}
