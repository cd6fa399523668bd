import { render, type Phrase, type Section } from '../../html';
import { timeInWords } from '../../operations/words';
import { changeBlocks, type Compared } from '../../report/since';
import { counted } from '../../text/duration';
import type { AuditDocument, EnvironmentAudit } from '../document';
import { overview } from '../page/overview';
import { partBlocks } from '../page/parts';
import { nothingCompared } from '../since/changes';
import type { AuditPrinting } from './format';
import { partNames, titles } from '../titles';

/** The result as one page: the verdict and what is not known first, then what changed, then each part of each environment. */
export function print(audit: AuditDocument, { page }: AuditPrinting): string {
  const { verdict, at, environments, notAudited } = audit;
  return render({
    title: ['Keyturn audit: ', { name: environments.map(({ environment }) => environment).join(', ') }],
    verdict,
    lead: [
      [`${counted(environments.length, 'environment')} at ${timeInWords(Date.parse(at))}.`],
      ...notAudited.map(({ environment, account }): Phrase => [
        'Not audited: ',
        { name: environment },
        ', which is in account ',
        { name: account },
        '.',
      ]),
    ],
    sections: environments.flatMap((one, index) => sectionsOf(one, audit, page, index)),
  });
}

function sectionsOf(
  one: EnvironmentAudit,
  audit: AuditDocument,
  page: AuditPrinting['page'],
  index: number,
): Section[] {
  const { at, environments, changes } = audit;
  const titled = (title: Phrase): Phrase =>
    environments.length > 1 ? [{ name: one.environment }, ': ', ...title] : title;
  const compared = changes?.environments[index];
  const contracts = page?.contracts ?? [];
  const since = compared !== undefined && showsRoles(compared) ? compared.changes : undefined;
  return [
    { title: titled(['The audit']), blocks: overview(one) },
    ...(changes === undefined || compared === undefined
      ? []
      : [{ title: titled(['Changes since the earlier document']), blocks: changeBlocks(changes, compared) }]),
    ...partNames.map((name): Section => ({
      title: titled([titles[name]]),
      blocks: partBlocks(name, one, { at, contracts, since }),
    })),
    ...(page?.pictures[index] ?? []).map((section) => ({ ...section, title: titled(section.title) })),
  ];
}

/** Whether the roles were compared: else no permission is called new. */
function showsRoles({ notCompared }: Compared): boolean {
  return !notCompared.includes(titles.roles) && !notCompared.includes(nothingCompared);
}
