import type { Catcher, Retrier, Task } from '../asl';
import type { JsonObject } from '../json';
import { sendEmail } from './operations';
import type { Destination, WorkflowOptions } from './options';
import { call, retryUnless } from './tasks';
import { parameter, type Placeholders } from './texts';

/** The lists of a destination, as SES calls them. https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html */
const lists = [
  ['ToAddresses', 'toAddresses'],
  ['CcAddresses', 'ccAddresses'],
  ['BccAddresses', 'bccAddresses'],
] as const;

/** The lists that contain an address for any user; every mail omits the others. */
function usedLists({ mail, pairs }: WorkflowOptions) {
  const all: readonly Destination[] = [mail, ...pairs.flatMap(({ destination }) => destination ?? [])];
  return lists.filter(([, name]) => all.some((destination) => destination[name].length > 0));
}

/** The path of the recipients of mails in the data of an execution. */
export const destinationPath = '$.destination';

/** The recipients as the data of an execution hold them: with every list that any mail uses. */
export function destinationOf(destination: Destination, options: WorkflowOptions): JsonObject {
  return Object.fromEntries(usedLists(options).map(([list, name]) => [list, destination[name]]));
}

/** The texts of a mail, with placeholders in braces. */
interface Texts {
  readonly subject: string;
  readonly htmlBody: string;
  readonly textBody: string;
}

/** Errors after which another attempt can succeed: throttling has the name of the base exception. */
const passing: readonly string[] = ['Ses.SesException', 'Ses.SdkClientException'];

/** Sends a mail to the recipients in the data. */
export function sendMail(
  options: WorkflowOptions,
  task: {
    readonly Comment?: string;
    readonly texts: Texts;
    readonly placeholders: Placeholders;
    readonly patience: Partial<Retrier>;
    readonly Catch: readonly Catcher[];
    readonly Next: string;
  },
): Task {
  const { mail, partition } = options;
  const { texts, placeholders, patience, ...rest } = task;
  const content = (text: string) => ({ ...parameter('Data', text, placeholders), Charset: 'UTF-8' });
  return call(sendEmail, partition, {
    ...rest,
    Parameters: {
      Source: mail.source,
      ...(mail.sourceArn === undefined ? {} : { SourceArn: mail.sourceArn }),
      Destination: Object.fromEntries(usedLists(options).map(([list]) => [`${list}.$`, `${destinationPath}.${list}`])),
      Message: {
        Subject: content(texts.subject),
        Body: { Html: content(texts.htmlBody), Text: content(texts.textBody) },
      },
      ...(mail.replyToAddresses.length === 0 ? {} : { ReplyToAddresses: mail.replyToAddresses }),
      ...(mail.configurationSet === undefined ? {} : { ConfigurationSetName: mail.configurationSet }),
    },
    ResultPath: '$.sendEmail',
    Retry: retryUnless(
      sendEmail.errors.filter((error) => !passing.includes(error)),
      patience,
    ),
  });
}
