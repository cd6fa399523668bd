import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/input-error';
import { loadSettings, type Settings } from '../../src/settings';
import { changed, now, type Json } from './sample';

/** A folder with settings and the files that they name, and one around it. */
interface ProjectFolder {
  readonly outside: string;
  readonly folder: string;
  readonly write: (file: string, text: string | Buffer | undefined) => void;
  /** Loads the sample settings with these changes. */
  readonly load: (changes: { readonly [path: string]: Json | undefined }) => Settings;
}

/** A new folder for each test of a file. */
export function projectFolder(): ProjectFolder {
  let outside = '';
  const place = (): string => join(outside, 'project');
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'keyturn-'));
    mkdirSync(place());
  });
  afterEach(() => {
    rmSync(outside, { recursive: true, force: true });
  });
  return {
    get outside() {
      return outside;
    },
    get folder() {
      return place();
    },
    write: (file, text) => {
      if (text !== undefined) writeFileSync(join(place(), file), text);
    },
    load: (changes) => {
      const settings = join(place(), 'cdktf.json');
      writeFileSync(settings, JSON.stringify({ context: { keyturn: changed(changes) } }));
      return loadSettings(settings, { now });
    },
  };
}

/** The lines of the error that a call throws, without the folder of the settings; none if it throws none. */
export function linesOfError(folder: string, call: () => unknown): readonly string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.lines.map((line) => line.replaceAll(join(folder, 'cdktf.json'), 'cdktf.json'));
  }
}
