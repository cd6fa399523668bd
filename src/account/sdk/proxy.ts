import { request, type RequestOptions } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import { readText } from '../../files';
import { InputError } from '../../input-error';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The way to AWS in a network with a proxy, or with certificates of its own. The AWS CLI and Terraform read these variables, the SDK none of them:
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 * Undefined if none is set.
 */
export function agentOf(environment: Environment): Agent | undefined {
  const proxy = proxyOf(environment);
  const { AWS_CA_BUNDLE: bundle = '' } = environment;
  if (proxy === undefined && bundle === '') return undefined;
  const trusted = bundle === '' ? {} : { ca: certificates(bundle) };
  return new ProxyAgent(proxy, environment['no_proxy'] ?? environment['NO_PROXY'] ?? '', trusted);
}

function certificates(file: string): string {
  return readText(file, file, 'name a file of certificates in AWS_CA_BUNDLE');
}

function proxyOf({ https_proxy: lower, HTTPS_PROXY: upper }: Environment): URL | undefined {
  const text = lower ?? upper ?? '';
  if (text === '') return undefined;
  const address = text.includes('://') ? text : `http://${text}`;
  // The value can hold a password, so it is not shown.
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw InputError.of('HTTPS_PROXY: must be an address such as http://proxy.example.com:3128');
  return new URL(address);
}

/** Whether a host is reached without the proxy: a name and all names below it, with a port or without, or `*`. */
export function isDirect(host: string, port: number, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, '')) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      return name === '*' || host.toLowerCase() === name || host.toLowerCase().endsWith(`.${name}`);
    });
}

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The milliseconds within which a proxy must answer. */
const longestAnswer = 10_000;

/** Opens each connection through a tunnel of the proxy, so the proxy sees the name of the host and no more. */
class ProxyAgent extends Agent {
  constructor(
    private readonly proxy: URL | undefined,
    private readonly noProxy: string,
    trusted: { readonly ca?: string },
  ) {
    super({ keepAlive: true, maxSockets: 50, ...trusted });
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? '';
    const port = Number(options.port ?? 443);
    if (this.proxy === undefined || callback === undefined || isDirect(host, port, this.noProxy))
      return super.createConnection(options, callback);
    const done = callback as (error: unknown, stream?: Duplex) => void;
    tunnel(this.proxy, `${host}:${port}`).then(
      (socket) => done(null, connect({ ...(options as ConnectionOptions), socket })),
      done,
    );
    return undefined;
  }
}

/** A connection of a proxy to a host: https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
function tunnel(proxy: URL, authority: string): Promise<Duplex> {
  const { protocol, hostname, port, username, password } = proxy;
  const user = [username, password].map(decodeURIComponent).join(':');
  const asked = (protocol === 'https:' ? secureRequest : request)({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPorts[protocol] : Number(port),
    method: 'CONNECT',
    path: authority,
    timeout: longestAnswer,
    headers: {
      host: authority,
      ...(username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }),
    },
  });
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => {
      asked.destroy();
      reject(Object.assign(new Error(`the proxy ${hostname} ${why}`), { code: 'EPROXY' }));
    };
    asked
      .once('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) resolve(socket);
        else refuse(`answered ${statusCode}`);
      })
      .once('response', ({ statusCode }) => refuse(`answered ${statusCode}`))
      .once('timeout', () => refuse('did not answer'))
      .on('error', ({ message }) => refuse(`cannot be reached: ${message}`))
      .end();
  });
}
