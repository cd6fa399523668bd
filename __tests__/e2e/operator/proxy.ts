import { apiNameIn, Relay, type Passage, type SentRequest } from '../relay';

/** A call of AWS as the proxy sees it. */
interface SeenCall {
  /** Such as `iam:ListAccessKeys`. */
  readonly action: string;
  /** The access key that signed it. */
  readonly accessKeyId: string;
  readonly body: string;
}

/** What goes wrong with a call: an answer of AWS that says so, an answer that is lost after the call took effect, or one with other words in it. */
type ProxyFault =
  | { readonly kind: 'refuse'; readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'rewrite'; readonly with: (body: string) => string };

/** Stands between a command and an emulator on 127.0.0.1: counts the calls, and lets some of them fail. */
export class Proxy {
  readonly calls: SeenCall[] = [];
  /** Decides what goes wrong, if anything does; may wait. */
  faults: (call: SeenCall) => ProxyFault | undefined | Promise<ProxyFault | undefined> = () => undefined;

  /** Leaves errors and causes out of what Step Functions shows, as AWS may for a caller who cannot decrypt them. */
  withhold = false;

  private relay: Relay | undefined;

  static async start(target: string): Promise<Proxy> {
    const proxy = new Proxy();
    proxy.relay = await Relay.start(target, (request) => proxy.passageOf(request));
    return proxy;
  }

  get url(): string {
    return this.relay?.url ?? '';
  }

  /** How often each action was called. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { action } of this.calls) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

  reset(): void {
    this.calls.length = 0;
    this.faults = () => undefined;
  }

  async stop(): Promise<void> {
    await this.relay?.stop();
  }

  private async passageOf(request: SentRequest): Promise<Passage> {
    const [, accessKeyId = ''] = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const call = { action: actionOf(request), accessKeyId, body: request.body };
    this.calls.push(call);
    const fault = await this.faults(call);
    if (fault?.kind === 'refuse') return { kind: 'answer', answer: refusal(call.action, fault) };
    if (fault?.kind === 'lose-answer') return fault;
    if (fault?.kind === 'rewrite') return { kind: 'pass', rewrite: fault.with };
    return { kind: 'pass', rewrite: this.withhold && call.action.startsWith('states:') ? withoutErrors : undefined };
  }
}

function withoutErrors(body: string): string {
  const hidden = ['error', 'cause', 'executionFailedEventDetails'];
  return JSON.stringify(JSON.parse(body, (name, value: unknown) => (hidden.includes(name) ? undefined : value)));
}

/** The service is in the signature. */
function actionOf(request: SentRequest): string {
  const { headers, method, url } = request;
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  return `${service}:${apiNameIn(request) ?? `${method} ${url.split('?')[0] ?? ''}`}`;
}

/** An error in the form of the service's protocol. */
function refusal(action: string, { error, message = '', status = 400 }: Extract<ProxyFault, { kind: 'refuse' }>) {
  if (/^(iam|sts|ses|sns):/.test(action))
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
    };
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error },
    body: JSON.stringify({ __type: error, message }),
  };
}
