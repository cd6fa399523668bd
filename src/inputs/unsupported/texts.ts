import { InputError } from '../../input-error';
import { whatWouldBeRight } from '../../terraform';
import { exportCommand, planCommand } from '../commands';
import { parseLenientJson } from '../../json';

/** https://github.com/hashicorp/setup-terraform#usage */
const wrapped =
  'contains the lines that the wrapper of hashicorp/setup-terraform adds; set "terraform_wrapper: false" in that step, or make it with "terraform-bin show -json tfplan > plan.json"';

/** https://terragrunt.gruntwork.io/docs/reference/cli/global-flags */
const logOfTerragrunt =
  'contains the log of Terragrunt; make it with "terragrunt show -json tfplan --log-disable > plan.json"';

/** The last lines that the wrapper adds. */
const endOfWrapper = /\n::(?:debug|set-output|error)\b/;

/** Texts that are not one JSON value, by their beginning; the first match counts. */
const texts: readonly { readonly is: RegExp; readonly says: string }[] = [
  { is: /^\s*\[command\]\S*(?:terraform|tofu)/, says: wrapped },
  { is: /^\s*\{"@level":/, says: `is the log of "terraform plan -json"; ${planCommand}` },
  { is: /^\s*(?:time=\S+ level=|\d\d:\d\d:\d\d\.\d{3}\s+[A-Z]+\s)/, says: logOfTerragrunt },
  {
    is: /^\s*running "[^"\n]*" in "/,
    says: 'contains the log of Atlantis; in a custom policy check, give the file that $SHOWFILE names',
  },
  {
    is: /^\s*(?:There are some problems with the CLI configuration:|(?:\u2577\s*\u2502 )?Warning: )/,
    says: `begins with a warning of Terraform; write standard output alone, without "2>&1": ${planCommand}`,
  },
  {
    is: /^\s*(?:\u2577|\u2502 Error: |Error: )/,
    says: `is an error of Terraform, which made no output; ${planCommand}`,
  },
  {
    is: /^\s*(?:Terraform (?:used|will|has)\b|An execution plan\b|OpenTofu (?:used|will|has)\b|# \S+ will be |No changes\. |Note: Objects have changed|Acquiring state lock|Running plan in |Preparing the remote plan|Initializing |\S+: (?:Refreshing state|Reading|Still reading|Read complete)\b)/,
    says: `is Terraform's output for people; ${planCommand}`,
  },
  { is: /^\s*<(?:\?xml|[A-Za-z])/, says: `is XML; ${exportCommand}, which prints JSON` },
  {
    is: /^(?:resource|terraform|provider|module|variable|locals|data|output|moved|import|removed|check)\s*(?:"[^"\n]*"\s*){0,2}\{/,
    says: `is native Terraform configuration, which is judged by its plan; ${planCommand}`,
  },
  {
    is: /^(?:include|remote_state|generate|dependency|dependencies|inputs)\s*(?:"[^"\n]*"\s*)?=?\s*\{/,
    says: 'is a configuration of Terragrunt, which is judged by its plan; run next to it: terragrunt plan -out tfplan && terragrunt show -json tfplan --log-disable > plan.json',
  },
  {
    is: /^[A-Za-z_][\w-]*\s*=\s*["[{\d]/,
    says: `is a file of variables (*.tfvars), which is judged by its plan; ${planCommand}`,
  },
  {
    is: /^\s*(?:USERDETAILLIST|GROUPDETAILLIST|ROLEDETAILLIST|POLICIES)\t|^-+\n\|/,
    says: `is the AWS CLI's output for people; ${exportCommand} --output json`,
  },
  {
    is: /^(?:%YAML[^\n]*\n)?(?:---\s*\n|(?:- )?["']?[A-Za-z_][\w.-]*["']?:(?:\s|$))/,
    says: `is YAML; give JSON: with "--output json" where the AWS CLI printed it`,
  },
];

/** Refuses a text that can be called by its name. */
export function refuseOtherTexts(text: string, file: string): void {
  const start = withoutColours(text.slice(0, 4096));
  const code = afterComments(start);
  const known = texts.find(({ is }) => is.test(start) || is.test(code));
  if (known !== undefined) throw InputError.of(`${file}: ${known.says}`);
  if (endOfWrapper.test(text.slice(-4096))) throw InputError.of(`${file}: ${wrapped}`);
  if (isSeveral(text))
    throw InputError.of(`${file}: holds several JSON texts, one after the other; give one alone: ${whatWouldBeRight}`);
}

/** A value, or the account of an ARN, in whose place a log of CI or a tool writes asterisks; and what Terraform prints for people. */
const masked = /"\*{3,}"|:\*{3,}:|"\(sensitive value\)"/;

/** Refuses a plan or a state in which values were replaced: a mask could be read as a pattern that contains everything. */
export function refuseMasked(text: string, file: string): void {
  const [shown] = masked.exec(text) ?? [];
  if (shown === undefined) return;
  const mask = shown.replace(/^[":]|[":]$/g, '');
  throw InputError.of(
    `${file}: is redacted: ${mask} is written in place of values, as in the log of a CI job; give the file that "terraform show -json tfplan > plan.json" wrote`,
  );
}

/** Terraform and Terragrunt colour what they print for people, also into a pipe. */
function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character begins each colour
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

/** Comments of native configuration and of YAML come before the first block as often as not. */
function afterComments(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('#') || rest.startsWith('//') ? '\n' : rest.startsWith('/*') ? '*/' : undefined;
    if (end === undefined) return rest;
    const at = rest.indexOf(end);
    rest = at === -1 ? '' : rest.slice(at + end.length).trimStart();
  }
}

/** One JSON text a line, as logs and paginators write them, or one after the other, as commands about several modules do. */
function isSeveral(text: string): boolean {
  if (/^\}\s*\{/m.test(text)) return true;
  const [first, second] = text.split('\n', 200).filter((line) => line.trim() !== '');
  return first !== undefined && second !== undefined && isJson(first) && /^\s*[{[]/.test(second);
}

function isJson(line: string): boolean {
  try {
    parseLenientJson(line);
    return true;
  } catch {
    return false;
  }
}
