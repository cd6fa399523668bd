import { join } from 'node:path';
import { version } from '../../../../package.json';
import { auditOf } from '../../../audit/audit';
import { ofAccount, questionsOf, type Scope } from '../../../audit/answers/questions';
import { repliesFrom } from '../../../audit/answers/replies';
import type { AuditDocument } from '../../../audit/document';
import { auditFormats } from '../../../audit/formats';
import type { AuditPrinting } from '../../../audit/formats/format';
import { policyFor } from '../../../audit/policy';
import { worstOf } from '../../../audit/verdict';
import { digest } from '../../../judging/digest';
import type { Model } from '../../../model';
import { placeOf, type Place } from '../../../operations/place';
import { loadSettings } from '../../../settings';
import { printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { judgingOptions } from '../check/options';
import { writeAll } from '../check/outputs';
import { readContracts } from '../check/read/contracts';
import { signerWith } from '../check/evidence/signatures';
import type { Asked } from './asked';
import { basisOf } from './basis';
import { answerFiles } from './files';
import { fromFiles } from './from-files';
import { liveAnswers, type LoadOperator } from './live';
import { machinePictures } from './pictures';
import { madeStacks, type LoadSynthesis } from './made';
import { chosenIn, periodOf, targetsOf, timeOf, type Chosen, type Options } from './options';
import { readBefore, withChanges } from './since';

/** The parts of the program that the command may need: the one that calls AWS is loaded only if the account itself is asked. */
interface Loaders {
  readonly loadOperator: LoadOperator;
  readonly loadSynthesis: LoadSynthesis;
}

/** The command, with the parts that it may need. */
export function runWith(loaders: Loaders) {
  return (files: readonly string[], options: Options, io: Io) => run(files, options, io, loaders);
}

/** Audits environments, from the account or from files. Returns 0 on a pass, 1 on a failure, 2 if something is not known. */
async function run(
  files: readonly string[],
  options: Options,
  io: Io,
  { loadOperator, loadSynthesis }: Loaders,
): Promise<number> {
  const targets = targetsOf(options);
  const period = periodOf(options);
  const at = timeOf(options, files) ?? io.now.getTime();
  // A file of the wrong kind is the first problem to solve.
  const read = answerFiles(files, io.cwd);
  const before = readBefore(options, io.cwd);
  const sign = options.sign === undefined ? undefined : signerWith(options.sign, io.cwd);
  const chosen = chosenIn(loadSettings(join(io.cwd, 'cdktf.json'), { now: io.now }), options);
  const madeFor = await madeStacks(io, options.region, loadSynthesis);
  const asked = chosen.map((one) => askedOf(one, options, madeFor));
  if (options.printPolicy === true) return printPolicy(asked, io);
  const contracts = await readContracts(options.contract ?? [], undefined, io.cwd);
  const since = at - period;
  const isLive = files.length === 0;
  const { answers, left } = isLive
    ? await liveAnswers(asked, options, { since, io, loadOperator })
    : fromFiles(read, asked, { isNamed: options.environment !== undefined });
  const today = new Date(at).toISOString().slice(0, 10);
  const environments = answers.map(({ asked: { place, made }, answered, account }) => {
    const judging = judgingOptions({ environment: place.environment.name, region: place.region }, false);
    return auditOf({
      ...{ place, at, since, from: isLive ? 'live' : 'files', answered, account, made, contracts: contracts.contracts },
      replies: repliesFrom(answered),
      options: { today, digest, ...judging },
    });
  });
  const document: AuditDocument = withChanges(
    {
      format: 'keyturn-audit/1',
      tool: version,
      at: new Date(at).toISOString(),
      verdict: worstOf(environments.map(({ verdict }) => verdict)),
      environments,
      notAudited: left.map(({ environment }) => ({ environment: environment.name, account: environment.accountId })),
      basis: basisOf(options, contracts, read),
    },
    before,
  );
  const page = targets.some(({ format }) => auditFormats[format].isPage)
    ? { contracts: contracts.contracts, pictures: answers.map(machinePictures) }
    : undefined;
  await put(sign === undefined ? document : sign(document), targets, page, io);
  return { pass: exitCodes.clean, fail: exitCodes.findings, undecided: exitCodes.badInput }[document.verdict];
}

function askedOf(chosen: Chosen, { region }: Options, madeFor: (place: Place) => Model): Asked {
  const place = placeOf(chosen.environment, region);
  const made = madeFor(place);
  return { ...chosen, place, made, questions: questionsOf(place, made) };
}

function printPolicy(asked: readonly Asked[], io: Io): number {
  const scopeOf = ({ environment, region }: Place): Scope => ({ ...environment, region });
  const policy = policyFor(
    asked.map(({ place, questions }) => ({ scope: scopeOf(place), questions: [...ofAccount, ...questions] })),
  );
  io.stdout(`${printableJson(policy)}\n`);
  return exitCodes.clean;
}

async function put(
  document: AuditDocument,
  targets: ReturnType<typeof targetsOf>,
  page: AuditPrinting['page'],
  io: Io,
): Promise<void> {
  const texts = await Promise.all(
    targets.map(async ({ format, file }) => {
      const { print } = await auditFormats[format].load();
      const isPrinted = file === undefined;
      const width = isPrinted && io.width !== undefined ? { width: io.width } : {};
      return { file, text: print(document, { colour: isPrinted && io.isTerminal, ...width, ...(page && { page }) }) };
    }),
  );
  writeAll(
    texts.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])),
    io.cwd,
  );
  for (const { file, text } of texts) if (file === undefined) io.stdout(text);
}
