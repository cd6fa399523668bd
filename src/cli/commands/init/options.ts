/** The options of the command, as commander reads them. */
export interface Options {
  readonly live?: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly fromExport?: string;
  readonly credentialReport?: string;
  readonly secrets?: string;
  readonly pair?: readonly string[];
  readonly because?: readonly string[];
  readonly environment: string;
  readonly account?: string;
  readonly region?: string;
  readonly sender?: string;
  readonly identity?: string;
  readonly recipient?: readonly string[];
}
