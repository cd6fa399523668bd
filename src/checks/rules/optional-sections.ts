import { placeOf, type Context } from '../context';
import type { Found, Rule } from '../rule';

/** An optional section of the settings: what is missing without it, and what to add. */
interface Section {
  readonly name: string;
  readonly without: string;
  readonly settings: string;
  readonly contracts: string;
  readonly services: string;
  readonly page: string;
}

const sections: readonly Section[] = [
  {
    name: 'alerts',
    without: 'only mails report a failed rotation, and nothing reports one that never started',
    settings: '"alerts": {"subscribers": ["on-call@example.com"]}',
    contracts:
      'policies/alerts-role.json, alerts-topic.json, missed-starts-queue.json and undelivered-events-queue.json, and sqs:SendMessage in schedule-role.json',
    services: 'SNS, SQS, EventBridge and CloudWatch',
    page: 'docs/how-to/alerts.md',
  },
  {
    name: 'events',
    without: 'nothing replaces a leaked key before the next rotation',
    settings: '"events": {"guardDuty": {}}',
    contracts: 'policies/events-role.json',
    services: 'EventBridge',
    page: 'docs/how-to/events.md',
  },
];

export const optionalSections: Rule = {
  id: 'optional-sections',
  severity: 'medium',
  claim: 'The settings have every optional section, or leave it out on purpose.',
  rationale:
    'Settings of an earlier version keep working without the sections that came later, and nobody would notice what is missing. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html',
  remedy: 'Add the section, or name it under "leftOut" in the settings.',
  needs: 'resources',
  example: { of: 'stack', change: { '//': { keyturn: { sections: ['alerts'] } } } },
  judge(context) {
    const decided = context.model.madeFrom?.sections;
    if (decided === undefined) return undefined;
    return sections.filter(({ name }) => !decided.includes(name)).map((section) => missing(context, section));
  },
};

function missing(context: Context, { name, without, settings, contracts, services, page }: Section): Found {
  const machine = context.judged.find((role) => role.machine !== undefined)?.machine;
  return {
    verdict: 'note',
    place: machine === undefined ? { input: context.model.file } : placeOf(context, machine.resource),
    message: `the settings have no section "${name}": ${without}`,
    remedy:
      `Add to the settings: ${settings}; to the contracts: ${contracts}; to the policies of the roles that plan and deploy: the statements on ${services}. ` +
      `${page} has all of them. Or write "leftOut": ["${name}"].`,
  };
}
