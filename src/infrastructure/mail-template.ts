import { SesEventDestination } from '@cdktf/provider-aws/lib/ses-event-destination';
import { SesTemplate } from '@cdktf/provider-aws/lib/ses-template';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import { asTemplate, mailPlaceholders } from '../workflow';
import { textLiteral } from './literal';
import { setLogicalId } from './logical-id';
import { namesOf } from './names';

/**
 * The template of the mail after a rotation, and the topic that SES informs of a mail that it could not render.
 * https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-api.html
 */
export class MailTemplate extends Construct {
  readonly resource: SesTemplate;

  constructor(
    scope: Construct,
    environment: EnvironmentSettings,
    { failureTopicArn }: { readonly failureTopicArn: string },
  ) {
    super(scope, 'mail-template');
    const { template } = namesOf(environment.name);
    const { subject, htmlBody, textBody, configurationSet = '' } = environment.notification;
    this.resource = new SesTemplate(this, 'template', {
      name: template,
      subject: templateText(subject),
      html: templateText(htmlBody),
      text: templateText(textBody),
    });
    setLogicalId(this.resource, 'rotated');
    const failures = new SesEventDestination(this, 'failures', {
      name: template,
      configurationSetName: configurationSet,
      enabled: true,
      matchingTypes: ['renderingFailure'],
      snsDestination: { topicArn: failureTopicArn },
    });
    setLogicalId(failures, 'unrendered');
  }
}

/** The settings accept only texts that can be written as a template. */
function templateText(text: string): string {
  return textLiteral(asTemplate(text, Object.keys(mailPlaceholders)) ?? '');
}
