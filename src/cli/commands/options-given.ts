type Given = Readonly<Record<string, string | boolean | readonly string[]>>;

/** The options of a call, as a document keeps them: under their names on the command line, without those that cannot change a verdict. */
export function optionsGiven<Options extends object>(options: Options, leftOut: readonly (keyof Options)[]): Given {
  const others: readonly PropertyKey[] = leftOut;
  const given = Object.entries(options as Given).filter(([name]) => !others.includes(name)); // as commander reads them
  return Object.fromEntries(given.map(([name, value]) => [asWritten(name), value]));
}

function asWritten(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
