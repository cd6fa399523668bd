import fc from '../fast-check';
import { scheduledExecutionName, namesOf, scheduleName, tagsWithOurs } from '../../src/infrastructure/names';

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
const userNames = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
const legal = /^[0-9A-Za-z_.-]{1,64}$/;

describe('the name of a schedule', () => {
  it.each([
    ['ci-deployer', /^ci-deployer$/],
    ['a.b_c-9', /^a\.b_c-9$/],
    ['x'.repeat(64), /^x{64}$/],
    ['deploy@example.com', /^deploy-example\.com-[0-9a-f]{16}$/],
    [`${'x'.repeat(63)}+`, /^x{47}-[0-9a-f]{16}$/],
    ['x-0123456789abcdef', /^x-0123456789abcdef-[0-9a-f]{16}$/],
  ])('of %s can be read', (userName, expected) => {
    expect(scheduleName(userName)).toMatch(expected);
  });

  it('is legal and stays the same for every user', () => {
    fc.assert(
      fc.property(userNames, (name) => {
        expect(scheduleName(name)).toMatch(legal);
        expect(scheduleName(name)).toBe(scheduleName(name));
      }),
    );
  });

  it('is the user’s own where that is legal', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z_.-]{1,64}$/), (name) => {
        fc.pre(!/-[0-9a-f]{16}$/.test(name));
        expect(scheduleName(name)).toBe(name);
      }),
    );
  });

  it('is never that of another user', () => {
    fc.assert(
      fc.property(userNames, userNames, (one, other) => {
        fc.pre(one !== other);
        expect(scheduleName(one)).not.toBe(scheduleName(other));
      }),
    );
  });

  it('cannot be taken by a user who is named like the schedule of another', () => {
    fc.assert(
      fc.property(userNames, (name) => {
        const taken = scheduleName(name);
        fc.pre(taken !== name);
        expect(scheduleName(taken)).not.toBe(taken);
      }),
    );
  });

  it('keeps apart users who differ only in what a schedule cannot be named', () => {
    const names = ['a+b', 'a=b', 'a,b', 'a@b', 'a-b', `${'x'.repeat(63)}+`, `${'x'.repeat(63)}=`];
    expect(new Set(names.map(scheduleName)).size).toBe(names.length);
  });
});

describe('the name of an execution', () => {
  // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
  const legalExecution = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
  const ids = ['d32c5kddcf5bb8c3', '0c9e8a52-6f1b-4c3f-9d0e-2f8a6a1c9e35'];
  const named = (userName: string, id = '') =>
    scheduledExecutionName(userName).replace('<aws.scheduler.execution-id>', id);

  it('begins with the user', () => {
    expect(named('ci-deployer', ids[0])).toBe('ci-deployer+d32c5kddcf5bb8c3');
    expect(named('x'.repeat(41), ids[0])).toMatch(/^x{23}-[0-9a-f]{16}\+d32c5kddcf5bb8c3$/);
  });

  it('is legal for every user, whatever the id', () => {
    fc.assert(
      fc.property(userNames, fc.constantFrom(...ids), (name, id) => {
        expect(named(name, id)).toMatch(legalExecution);
      }),
    );
  });

  it('is never that of another user', () => {
    fc.assert(
      fc.property(userNames, userNames, (one, other) => {
        fc.pre(one !== other);
        expect(named(one)).not.toBe(named(other));
      }),
    );
  });
});

describe('the names of an environment', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, and the pages of EventBridge
  it('are short enough for every environment', () => {
    const { undeliveredEvents, missedStarts, historyAlias, ...others } = namesOf('x'.repeat(46));
    for (const name of Object.values(others)) expect(name.length).toBeLessThanOrEqual(64);
    for (const name of [undeliveredEvents, missedStarts]) expect(name.length).toBeLessThanOrEqual(80);
    expect(historyAlias.length).toBeLessThanOrEqual(256);
  });

  it('derive from its name', () => {
    expect(namesOf('production')).toEqual({
      stack: 'keyturn-production',
      template: 'keyturn-production-rotated',
      historyAlias: 'alias/keyturn-production-history',
      stateMachine: 'keyturn-production',
      executionRole: 'keyturn-production-execution',
      scheduleRole: 'keyturn-production-schedule',
      scheduleGroup: 'keyturn-production',
      alerts: 'keyturn-production-alerts',
      keyAge: 'keyturn-production-key-age',
      events: 'keyturn-production-events',
      customEvent: 'keyturn-production-custom',
      guardDuty: 'keyturn-production-guardduty',
      succeeded: 'keyturn-production-succeeded',
      undeliveredEvents: 'keyturn-production-undelivered-events',
      missedStarts: 'keyturn-production-missed-starts',
    });
  });
});

describe('the tags of an environment', () => {
  it('say what made it and which it is', () => {
    expect(tagsWithOurs('test', { team: 'platform' })).toEqual({
      Application: 'keyturn',
      Environment: 'test',
      team: 'platform',
    });
  });

  it('give way to the user’s own, ignoring case', () => {
    expect(tagsWithOurs('test', { environment: 'prod', APPLICATION: 'x' })).toEqual({
      environment: 'prod',
      APPLICATION: 'x',
    });
  });
});
