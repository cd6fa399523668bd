import { render, type Timeline, type TimelineBlock } from '../../src/html';
import { dayText, ticksOf } from '../../src/html/charts/timeline/axis';
import { readModel } from '../../src/inputs';
import { pictureSections } from '../../src/review';
import { slowTest } from '../effort';
import { wholeStack } from '../checks/sample';
import { readPage } from './parsed';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const axis = (from: string, to: string) => ({ from: at(from), to: at(to), left: 0, right: 1000 });

test.each([
  ['2026-11-30', '2026-12-05', ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05']],
  ['2026-11-30', '2027-04-10', ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01']],
  [
    '2026-11-30',
    '2034-01-02',
    ['2027-01-01', '2028-01-01', '2029-01-01', '2030-01-01', '2031-01-01', '2032-01-01', '2033-01-01', '2034-01-01'],
  ],
])('the labels of an axis from %s to %s are days that people know', (from, to, days) => {
  expect(ticksOf(axis(from, to), 9).map(dayText)).toEqual(days);
});

/** The timelines of the sample: three users rotate each month, one every other month. */
function sampleTimelines(): TimelineBlock {
  const model = readModel(JSON.stringify(wholeStack()), 'cdk.tf.json');
  const blocks = pictureSections(model, new Date('2026-11-30T00:00:00Z')).flatMap((section) => section.blocks);
  const found = blocks.find((block) => block.kind === 'timelines');
  if (found === undefined) throw new Error('the sample has schedules');
  return found;
}

test('the user whose key gets oldest is the first, and its keys follow its schedule', () => {
  const { timelines } = sampleTimelines();
  const ages = timelines.map(({ remark }) => parseFloat(remark.replace('at most ', '')));
  expect(ages).toEqual([...ages].sort((one, other) => other - one));
  const [first] = timelines;
  if (first === undefined) throw new Error('there is a user');
  const [today, next] = first.keys;
  expect(today?.from).toBeUndefined();
  expect(today?.replaced).toBe(first.starts[0]);
  expect(next?.from).toBe(first.starts[0]);
  expect(next?.replaced).toBe(first.starts[1]);
  // The key stays for the grace period, and in the worst case a little longer.
  expect(next?.until).toBeGreaterThan(next?.replaced ?? Infinity);
  expect(next?.latest).toBeGreaterThan(next?.until ?? Infinity);
  // The last start has no successor in the picture.
  expect(first.keys.at(-1)?.until).toBeUndefined();
});

slowTest('of 5,000 users the worst 100 are drawn and all are in the table, in less than 3 MB', () => {
  const block = sampleTimelines();
  const [one] = block.timelines;
  const [row = []] = block.table.rows;
  const names = Array.from({ length: 5_000 }, (_, index) => `user-${index}@a.example`);
  const timelines = names.map((name): Timeline => ({ ...(one as Timeline), name }));
  const rows = names.map((name) => [{ lines: [[{ name }]] }, ...row.slice(1)]);
  const html = render({
    title: ['A fleet'],
    verdict: 'pass',
    lead: [],
    sections: [{ title: ['Rotations'], blocks: [{ ...block, timelines, table: { ...block.table, rows } }] }],
  });
  expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
  const { elements, text } = readPage(html);
  expect(elements.filter(({ tag }) => tag === 'svg')).toHaveLength(5);
  expect(text.split('user-99@').length).toBe(3);
  expect(text.split('user-100@').length).toBe(2);
  expect(text.includes('user-4999@')).toBe(true);
});
