import { PassThrough } from 'node:stream';
import { inLines, showsColour } from '../../src/cli/io';
import { standardStream } from '../../src/cli/io/standard-stream';
import { InputError } from '../../src/input-error';

test.each<[string, Record<string, string>, boolean, boolean]>([
  ['a terminal', {}, true, true],
  ['a pipe', {}, false, false],
  ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['a terminal with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ['a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
  ['a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR and NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ['a dumb terminal with FORCE_COLOR', { TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
])('%s', (_, environment, isTerminal, expected) => {
  expect(showsColour(environment, isTerminal)).toBe(expected);
});

test('progress in a log is one line every ten seconds', () => {
  let [now, written] = [0, ''];
  const show = inLines({ write: (text: string) => (written += text) }, () => now);
  for (; now <= 30_000; now += 1_000) show(`${now / 1000} s`);
  show('');
  expect(written).toBe('10 s\n20 s\n30 s\n');
});

describe('a text for a pipe', () => {
  const refused = (code: string): Error => Object.assign(new Error(code), { code });

  /** What arrives if the pipe takes three bytes at a time, and then refuses. */
  async function arrived(refusal: Error): Promise<{ readonly direct: string; readonly later: string }> {
    let direct = '';
    const stream = new PassThrough();
    const output = standardStream(
      1,
      () => stream as unknown as NodeJS.WriteStream,
      (_, bytes) => {
        if (direct.length >= 6) throw refusal;
        direct += Buffer.from(bytes.subarray(0, 3)).toString();
        return 3;
      },
    );
    output.write('0123456789');
    output.write('abc');
    await new Promise<void>((resolve) => output.end(resolve));
    stream.end();
    return { direct, later: (await stream.toArray()).join('') };
  }

  test('arrives whole and in order if the reader is slow', async () => {
    expect(await arrived(refused('EAGAIN'))).toEqual({ direct: '012345', later: '6789abc' });
  });

  test('ends without an error if the reader has closed it', async () => {
    expect(await arrived(refused('EPIPE'))).toEqual({ direct: '012345', later: '' });
  });

  test('that the disk refuses is a problem of one line', async () => {
    const full = Object.assign(refused('ENOSPC'), { syscall: 'write' });
    await expect(arrived(full)).rejects.toThrow(InputError);
    await expect(arrived(full)).rejects.toThrow('standard output: cannot be written (the disk is full)');
  });

  test('fails for any other reason', async () => {
    await expect(arrived(refused('ENOSPC'))).rejects.toThrow('ENOSPC');
  });
});
