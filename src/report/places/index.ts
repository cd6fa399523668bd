import type { Cause, Check, Finding, Location, Place, Report } from '../../checks';
import { inputKinds } from '../../model';
import { fileOfContract, inDocuments, type Wanted } from './documents';
import { pointerOfUser } from './settings';

interface Sources {
  /** Returns the text of an input or a contract; undefined if it is not available. */
  readonly read: (file: string) => string | undefined;
  /** Whether a reviewer finds the file in the repository. */
  readonly isCommitted: (file: string) => boolean;
  /** Returns the path of a file from the root of the repository, if names are relative to another folder. */
  readonly pathOf?: (file: string) => string;
}

/** The number of findings that get a place. Nobody reads more, and in a text of a hundred megabytes they would take longer than the check. */
const mostExcerpts = 1000;

/** The settings file. It is the place of findings about anything that is made from it. */
export const settingsFile = 'cdktf.json';

/**
 * Adds to each finding of the report its line and column, an excerpt, and the place where a reviewer finds it. Each text is read once, and only if a
 * finding is in it.
 */
export function withPlaces(report: Report, sources: Sources): Report {
  const hasUsers = report.checks.some(({ causes = [] }) => causes.some(({ users }) => users !== undefined));
  const settings = hasUsers ? sources.read(settingsFile) : undefined;
  const inContracts = contractPlaces(report, sources);
  const checks = report.checks.map((check): Check => {
    if (check.findings.length === 0) return check;
    const located = inInput(check, sources);
    const findings = check.findings.map((finding, index): Finding => {
      const place = { ...finding.place, ...located[index], ...inContract(finding.place, inContracts) };
      const committed = committedPlace(place, inContracts, report, sources);
      if (committed === undefined) return { ...finding, place };
      const file = sources.pathOf?.(committed.file) ?? committed.file;
      return { ...finding, place: { ...place, committed: { ...committed, file } } };
    });
    const causes = check.causes?.map((cause) => withSettingsPlace(cause, settings, sources));
    return { ...check, findings, ...(causes === undefined ? {} : { causes }) };
  });
  return { ...report, checks };
}

/** A cause that is about a user of the settings gets the place of the user's entry. */
function withSettingsPlace(cause: Cause, text: string | undefined, { isCommitted, pathOf }: Sources): Cause {
  const [user] = cause.users ?? [];
  const pointer = user === undefined || text === undefined ? undefined : pointerOfUser(text, user);
  if (text === undefined || pointer === undefined) return cause;
  const [found = {}] = inDocuments(text, [{ pointer, inner: undefined, mayShow: true }], { isTemplate: false });
  const place: Place = { input: settingsFile, pointer, ...found };
  if (!isCommitted(settingsFile)) return { ...cause, place };
  return { ...cause, place: { ...place, committed: locationOf(pathOf?.(settingsFile) ?? settingsFile, place) } };
}

/** The findings of a stack can be in other files of its folder; each file is read once. */
function inInput(check: Check, { read }: Sources): readonly Partial<Place>[] {
  const located: Partial<Place>[] = check.findings.map(() => ({}));
  for (const file of new Set(check.findings.map(({ place }) => place.input))) {
    const text = read(file);
    if (text === undefined) continue;
    const own = check.findings
      .map(({ place }, index) => ({ place, index }))
      .filter(({ place }) => place.input === file);
    const wanted = own.map(({ place, index }): Wanted => wantedOf(place, index < mostExcerpts));
    const found = inDocuments(text, wanted, { isTemplate: inputKinds[check.kind].hasTemplates === true });
    own.forEach(({ index }, at) => (located[index] = found[at] ?? {}));
  }
  return located;
}

function wantedOf({ pointer = '', within, statement, sensitive }: Place, hasExcerpt: boolean): Wanted {
  // Even the place of a part of a sensitive value reveals something.
  if (sensitive === true) return { pointer, inner: undefined, mayShow: false };
  const inner = within ?? (statement === undefined ? undefined : `/Statement/${statement}`);
  return { pointer, inner, mayShow: hasExcerpt };
}

type ContractPlaces = ReadonlyMap<string, Location>;

function contractKey(name: string, pointer: string): string {
  return JSON.stringify([name, pointer]);
}

function contractPlaces(report: Report, { read }: Sources): ContractPlaces {
  const named = report.checks.flatMap(({ findings }) => findings.map(({ place }) => place));
  const byContract = new Map<string, Set<string>>();
  for (const { contract, contractPointer = '' } of named) {
    if (contract === undefined) continue;
    byContract.set(contract, (byContract.get(contract) ?? new Set()).add(contractPointer));
  }
  const places = new Map<string, Location>();
  for (const [contract, pointers] of byContract) {
    const file = fileOfContract(report, contract);
    const text = file === undefined ? undefined : read(file);
    if (file === undefined || text === undefined) continue;
    const wanted = [...pointers];
    const located = inDocuments(
      text,
      wanted.map((pointer) => ({ pointer, inner: undefined, mayShow: false })),
      { isTemplate: false },
    );
    wanted.forEach((pointer, index) => {
      const location = locationOf(file, located[index] ?? {});
      places.set(contractKey(contract, pointer), location);
    });
  }
  return places;
}

/** The place in the contract of a finding that is about the contract, and not about a part of the input. */
function inContract(place: Place, inContracts: ContractPlaces): Pick<Place, 'inContract'> {
  const { contract, contractPointer, address, pointer } = place;
  if (contract === undefined || contractPointer === undefined) return {};
  if (address !== undefined || pointer !== undefined) return {};
  const found = inContracts.get(contractKey(contract, contractPointer));
  return found === undefined ? {} : { inContract: found };
}

/**
 * The line of the contract for a finding about the contract itself; else the input, the line of the contract, or the settings. The first of them that is
 * committed; undefined if none is.
 */
function committedPlace(
  place: Place,
  inContracts: ContractPlaces,
  report: Report,
  { isCommitted }: Sources,
): Location | undefined {
  if (place.inContract !== undefined && isCommitted(place.inContract.file)) return place.inContract;
  if (isCommitted(place.input)) return locationOf(place.input, place);
  const file = place.contract === undefined ? undefined : fileOfContract(report, place.contract);
  if (file !== undefined && isCommitted(file)) {
    return inContracts.get(contractKey(place.contract ?? '', place.contractPointer ?? '')) ?? locationOf(file, {});
  }
  const [other] = [settingsFile, ...report.contracts.map((contract) => contract.file)].filter(isCommitted);
  return other === undefined ? undefined : locationOf(other, {});
}

function locationOf(
  file: string,
  { line = 1, column = 1, endLine = line, endColumn = column }: Partial<Place>,
): Location {
  return { file, line, column, endLine, endColumn };
}
