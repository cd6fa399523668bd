import { matrixOf, MOST_JOBS } from '../../src/settings';
import fc from '../fast-check';

test('fewer environments than chunks have a job each', () => {
  expect(matrixOf(['staging', 'production'], MOST_JOBS)).toEqual([
    { chunk: '1 of 2', only: 'staging' },
    { chunk: '2 of 2', only: 'production' },
  ]);
});

test('every environment is in one job, in its order, and no job has two more than another', () => {
  const names = fc.integer({ min: 0, max: 700 }).map((count) => Array.from({ length: count }, (_, at) => `e${at}`));
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: MOST_JOBS }), (all, most) => {
      const jobs = matrixOf(all, most);
      const chunks = jobs.map(({ only }) => only.split(','));
      const sizes = chunks.map(({ length }) => length);
      expect(jobs.length).toBeLessThanOrEqual(most);
      expect(chunks.flat()).toEqual(all);
      expect(Math.max(0, ...sizes) - Math.min(...sizes, Infinity)).toBeLessThanOrEqual(1);
    }),
  );
});
