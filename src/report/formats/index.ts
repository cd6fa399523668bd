import type { Report } from '../../checks';
import { asGithub } from './github';
import { asJson } from './json';
import { asJunit } from './junit';
import { asMarkdown } from './markdown';
import { asSarif } from './sarif';
import { asText } from './text';

export interface FormatOptions {
  readonly colour: boolean;
  /** The version of this program, where a format has a place for it. */
  readonly version?: string;
}

export interface Format {
  /** What it is for, in a few words. */
  readonly summary: string;
  readonly takesColour: boolean;
  readonly print: (report: Report, options: FormatOptions) => string;
}

export type FormatName = 'text' | 'json' | 'sarif' | 'junit' | 'markdown' | 'github';

/** Every format by its name; each is a function of the report alone. */
export const formats: { readonly [name in FormatName]: Format } = {
  text: { summary: 'for people', takesColour: true, print: asText },
  json: { summary: 'for programs', takesColour: false, print: asJson },
  sarif: { summary: 'for code scanning', takesColour: false, print: asSarif },
  junit: { summary: 'for test reports', takesColour: false, print: asJunit },
  markdown: { summary: 'for job summaries', takesColour: false, print: asMarkdown },
  github: { summary: 'annotations of GitHub Actions', takesColour: false, print: asGithub },
};

export { asGithub, asJson, asJunit, asMarkdown, asSarif, asText };
