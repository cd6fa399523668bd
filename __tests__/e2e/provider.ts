import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where `terraform init` links the provider that it chose. */
const chosen = join('.terraform', 'providers', 'registry.terraform.io', 'hashicorp', 'aws');

/**
 * A provider that stays between the commands of Terraform. To start one takes most of the time of a command: it is 700 MB, and a command starts
 * two. It runs as for a debugger, and Terraform attaches to it: https://developer.hashicorp.com/terraform/plugin/debugging
 * It has the environment and the settings of one stack, so it serves one stack alone.
 */
export class Provider {
  private constructor(
    /** The value of TF_REATTACH_PROVIDERS. */
    readonly attachment: string,
    private readonly process: ChildProcess,
  ) {}

  /** Starts the one of a folder in which `terraform init` ran. */
  static async start(folder: string, env: NodeJS.ProcessEnv): Promise<Provider> {
    // It ends with its input, which ends with this process whatever happens.
    const script = 'exec 3<&0; "$0" -debug & provider=$!; (cat <&3 > /dev/null; kill -9 $provider) & wait $provider';
    const child = spawn('/bin/sh', ['-c', script, programIn(join(folder, chosen))], { env });
    return new Provider(await attachmentOf(child), child);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin?.end();
    await ended;
  }
}

/** The program, which is below the folders of its version and its platform; the last of them is a link. */
function programIn(folder: string): string {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return programIn(path);
    if (name.startsWith('terraform-provider-aws')) return path;
  }
  throw new Error(`${folder} has no provider; run terraform init`);
}

function attachmentOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, attachment] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(said) ?? [];
        if (attachment !== undefined) resolve(attachment);
      });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the provider ended before it listened: ${said.slice(-2000)}`)));
  });
}
