/**
 * Characters that must be escaped before output: control characters, marks of writing direction and other invisible characters, line ends,
 * and halves of surrogate pairs.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

/**
 * A runner of GitHub Actions reads this as the start of a command, at any position of a line.
 * https://github.com/actions/runner/issues/4692
 */
const command = '##[';

/** The text in one line, with unsafe characters escaped. Every output goes through here. */
export function printable(text: string): string {
  const shown = text.replace(unprintable, (character) => {
    const code = codeOf(character.codePointAt(0));
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
  return shown.replaceAll(command, '#\\u0023[');
}

/** A value as JSON for programs: the same value, with unsafe characters escaped as JSON allows. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(unprintable, (character) =>
    character === '\n' ? character : character.replace(/[\s\S]/g, (unit) => `\\u${codeOf(unit.charCodeAt(0))}`),
  );
}

function codeOf(code = 0): string {
  return code.toString(16).padStart(4, '0');
}
