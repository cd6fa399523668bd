import type { Place } from './account';

/** What a rule sends to a target. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** An event as AWS's pages show it. */
export interface AwsEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: object;
}

/**
 * The event bus and the queues of the emulator, for which the tests have no client. moto delivers no event to a topic or to a state machine, so a
 * rule's target is replaced by a queue, with the target's own transformer.
 */
export class EventBus {
  constructor(private readonly place: Place & { readonly endpoint: string }) {}

  /** Lets a rule send to a queue that this makes, instead of to its target. */
  async listen(rule: string): Promise<Listener> {
    const { Targets } = await this.call<{ Targets: readonly Target[] }>('events', 'AWSEvents.ListTargetsByRule', {
      Rule: rule,
    });
    const [target] = Targets;
    if (target === undefined || Targets.length > 1) throw new Error(`${rule} has ${Targets.length} targets`);
    const queue = `heard-${rule}`;
    const { QueueUrl } = await this.call<{ QueueUrl: string }>('sqs', 'AmazonSQS.CreateQueue', { QueueName: queue });
    const Arn = `arn:aws:sqs:${this.place.region}:${this.place.accountId}:${queue}`;
    const { InputTransformer } = target;
    const replaced = { Id: target.Id, Arn, ...(InputTransformer === undefined ? {} : { InputTransformer }) };
    await this.call('events', 'AWSEvents.PutTargets', { Rule: rule, Targets: [replaced] });
    return { target, heard: () => this.receive(QueueUrl) };
  }

  async put({ source, detail, ...event }: AwsEvent): Promise<void> {
    const entry = { Source: source, DetailType: event['detail-type'], Detail: JSON.stringify(detail) };
    const answer = await this.call<{ FailedEntryCount: number }>('events', 'AWSEvents.PutEvents', { Entries: [entry] });
    if (answer.FailedEntryCount > 0) throw new Error(`the event was refused: ${JSON.stringify(answer)}`);
  }

  /** The messages of a queue, each parsed. */
  private async receive(QueueUrl: string): Promise<readonly unknown[]> {
    const { Messages = [] } = await this.call<{ Messages?: readonly { Body: string; ReceiptHandle: string }[] }>(
      'sqs',
      'AmazonSQS.ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10 },
    );
    for (const { ReceiptHandle } of Messages)
      await this.call('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
    return Messages.map(({ Body }): unknown => JSON.parse(Body));
  }

  private async call<Answer>(service: 'events' | 'sqs', target: string, body: object): Promise<Answer> {
    const scope = `${this.place.region}/${service}/aws4_request`;
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=emulated/20260101/${scope}, SignedHeaders=host, Signature=0`,
      'content-type': `application/x-amz-json-1.${service === 'sqs' ? 0 : 1}`,
      'x-amz-target': target,
    };
    const answer = await fetch(this.place.endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${target}: ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as Answer; // as the API describes it
  }
}

/** A queue that listens to a rule. */
export interface Listener {
  /** The target that the rule was deployed with. */
  readonly target: Target;
  /** What it heard since the last time. */
  readonly heard: () => Promise<readonly unknown[]>;
}
