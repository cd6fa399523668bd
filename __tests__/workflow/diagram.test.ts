import { buildWorkflow, mermaid, strategies } from '../../src/workflow';
import { workflowOptions } from './options';

const edge = /^ {2}(\[\*\]|\w+) --> (\[\*\]|\w+)(: .+)?$/;

describe.each(strategies)('the diagram of %s', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const lines = mermaid(definition).split('\n');

  it('has the grammar of a Mermaid state diagram', () => {
    expect(lines[0]).toBe('stateDiagram-v2');
    for (const line of lines.slice(1, -1))
      expect(line).toMatch(/^ {2}(classDef \w+ |class [\w,]+ \w+$|(\[\*\]|\w+) --> )/);
  });

  it('draws every state, the pairs as one, and every transition once', () => {
    const edges = lines.flatMap((line) => (edge.test(line) ? [line.replace(/: .*$/, '')] : []));
    expect(new Set(edges).size).toBe(edges.length);
    const drawn = new Set(edges.map((line) => line.trim().split(' ')[0]));
    drawn.delete('[*]');
    const others = Object.keys(definition.States).filter((name) => !name.startsWith('PairOf-'));
    expect([...drawn].sort()).toEqual([...others, 'Pairs'].sort());
  });

  it('says on which error a catcher leads elsewhere', () => {
    expect(lines).toContain('  CreateAccessKey --> SettleAfterQuota: LimitExceeded');
    expect(lines).toContain('  CreateAccessKey --> SettleAfterLostAnswer: any error');
  });

  it('leaves failures out of the brief one, and keeps the way to success whole', () => {
    const brief = mermaid(definition, { brief: true });
    expect(brief).not.toMatch(/RefuseUserName|NewKeyStays|RotatedNobodyTold|Pause/);
    for (const name of ['ListAccessKeys', 'CreateAccessKey', 'UpdateSecret', 'SendEmail'])
      expect(brief).toContain(`--> ${name}`);
    expect(brief).toContain('Rotated --> [*]');
  });
});

it('gives names that Mermaid does not take an identifier', () => {
  const drawn = mermaid({ StartAt: 'Look, then wait', States: { 'Look, then wait': { Type: 'Succeed' } } });
  expect(drawn).toContain('  state "Look, then wait" as state_0\n  [*] --> state_0\n');
});
