import type { Format } from './format';

export type { PageParts, Printing } from './format';

/** Every format by its name. Option texts, docs and tests are made from this list. */
const registry = {
  text: { summary: 'people at a terminal', withoutCommitted: true, load: () => import('./text') },
  json: { summary: 'programs; described in schemas/report.schema.json', load: () => import('./json') },
  sarif: {
    summary: 'code scanning: every rule, and a result for each finding; an undecided finding has level error',
    load: () => import('./sarif'),
  },
  junit: {
    summary: 'test reports of CI: a case for each rule; undecided is an error, not applicable is skipped',
    load: () => import('./junit'),
  },
  'code-quality': {
    summary: 'merge requests of GitLab: an issue for each finding; an undecided finding is as severe as a failure',
    load: () => import('./code-quality'),
  },
  markdown: {
    summary: 'the summary of a job, or a comment: verdict, findings, and a table of what each role can do',
    load: () => import('./markdown'),
  },
  github: { summary: 'annotations of GitHub Actions at the changed lines', load: () => import('./github') },
  html: {
    summary:
      'people without the tools: one page with the verdict, the assumptions, tables and pictures, which loads nothing',
    isPage: true,
    load: () => import('./html'),
  },
  evidence: {
    summary: 'audits: the whole report with the hashes of its inputs',
    withoutPlaces: true,
    load: () => import('./evidence'),
  },
} satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof registry;

export const formats: Readonly<Record<FormatName, Format>> = registry;

export const formatNames: readonly string[] = Object.keys(registry);

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(registry, name);
}
