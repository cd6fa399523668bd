import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Director } from './director';
import { tools } from './tools';

interface EmulatorOptions {
  /** The account that all of it is in. Without one, each call is in the account of the role that gave its credentials, or else in `unassumed`. */
  readonly accountId?: string;
  /** Who directs its executions; they run in real time if nobody does. */
  readonly director?: Director;
  /** Gaps of moto that stay open (emulator/gaps.py). */
  readonly gapsOpen?: readonly string[];
  /** Whether it has the policies that AWS manages. https://docs.getmoto.org/en/latest/docs/services/iam.html */
  readonly hasPoliciesOfAws?: boolean;
}

/** moto's account of credentials that no role gave. https://docs.getmoto.org/en/latest/docs/multi_account.html */
export const unassumed = '123456789012';

/** An AWS of our own on a free port of this machine: moto's server, in a process that ends with this one whatever happens. */
export class Emulator {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {}

  static async start({
    accountId,
    director,
    gapsOpen = [],
    hasPoliciesOfAws = false,
  }: EmulatorOptions = {}): Promise<Emulator> {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...(accountId !== undefined && { MOTO_ACCOUNT_ID: accountId }),
      KEYTURN_GAPS_OPEN: gapsOpen.join(),
      MOTO_IAM_LOAD_MANAGED_POLICIES: String(hasPoliciesOfAws),
      ...(director && { KEYTURN_DIRECTOR: director.url, KEYTURN_CLOCK: director.clock }),
    };
    const child = spawn(tools().python, ['-B', join(__dirname, 'emulator', 'emulator.py')], { env });
    const port = await firstLine(child);
    return new Emulator(`http://127.0.0.1:${port}`, child);
  }

  /** Forgets all that it holds. */
  async reset(): Promise<void> {
    await fetch(`${this.url}/moto-api/reset`, { method: 'POST' });
  }

  /** Makes a bucket of S3, which the tests have no client of. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
  async makeBucket(name: string, region: string): Promise<void> {
    const authorization = `AWS4-HMAC-SHA256 Credential=emulated/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const body = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    const made = await fetch(`${this.url}/${name}`, { method: 'PUT', headers: { authorization }, body });
    if (!made.ok) throw new Error(`the bucket ${name} was not made: ${await made.text()}`);
  }

  /** Ends at once, as if the machine that it runs on had failed. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }
}

/** It says its port when it listens. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complained = `${complained}${text}`.slice(-2000);
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(said.trim());
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the emulator ended before it listened: ${complained}`)));
  });
}
