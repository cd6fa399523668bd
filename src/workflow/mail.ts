import type { Catcher, Retrier, Task } from '../asl';
import type { JsonObject } from '../json';
import { sendEmail, sendTemplatedEmail, type Operation } from './operations';
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
function usedLists(options: WorkflowOptions) {
  const known = usedBy.get(options);
  if (known !== undefined) return known;
  const { mail, pairs, destinationsOfOthers = [] } = options;
  const all = [mail, ...pairs.flatMap(({ destination }) => destination ?? []), ...destinationsOfOthers];
  const used = lists.filter(([, name]) => all.some((destination) => destination[name].length > 0));
  usedBy.set(options, used);
  return used;
}

/** Each pair asks for them. */
const usedBy = new WeakMap<WorkflowOptions, (typeof lists)[number][]>();

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

/** The content of a mail: the operation that sends it, and its parameters. */
interface Content {
  readonly operation: Operation;
  readonly parameters: JsonObject;
}

/** Texts, with placeholders in braces. */
export function written(texts: Texts, placeholders: Placeholders): Content {
  const content = (text: string) => ({ ...parameter('Data', text, placeholders), Charset: 'UTF-8' });
  return {
    operation: sendEmail,
    parameters: {
      Message: {
        Subject: content(texts.subject),
        Body: { Html: content(texts.htmlBody), Text: content(texts.textBody) },
      },
    },
  };
}

/** The path of the values for a template in the data of an execution. */
export const templateDataPath = '$.templateData';

/**
 * A template with the values in the data, as the text of a JSON object.
 * https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-api.html
 */
export function templated(template: string): Content {
  return {
    operation: sendTemplatedEmail,
    parameters: { Template: template, 'TemplateData.$': `States.JsonToString(${templateDataPath})` },
  };
}

/** Sends a mail to the recipients in the data. */
export function sendMail(
  options: WorkflowOptions,
  task: {
    readonly Comment?: string;
    readonly content: Content;
    readonly patience: Partial<Retrier>;
    readonly Catch: readonly Catcher[];
    readonly Next: string;
  },
): Task {
  const { mail, partition } = options;
  const { content, patience, ...rest } = task;
  const { operation } = content;
  return call(operation, partition, {
    ...rest,
    Parameters: {
      Source: mail.source,
      ...(mail.sourceArn === undefined ? {} : { SourceArn: mail.sourceArn }),
      Destination: Object.fromEntries(usedLists(options).map(([list]) => [`${list}.$`, `${destinationPath}.${list}`])),
      ...content.parameters,
      ...(mail.replyToAddresses.length === 0 ? {} : { ReplyToAddresses: mail.replyToAddresses }),
      ...(mail.configurationSet === undefined ? {} : { ConfigurationSetName: mail.configurationSet }),
    },
    ResultPath: '$.sendEmail',
    Retry: retryUnless(
      operation.errors.filter((error) => !passing.includes(error)),
      patience,
    ),
  });
}
