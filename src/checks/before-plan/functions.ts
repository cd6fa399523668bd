/**
 * Functions of Terraform whose result depends only on their arguments and on the clock. All others are refused: functions that read files or the
 * environment of the process (`file…`, `templatefile`, `pathexpand`, `abspath`), `templatestring`, which evaluates a text that is made at run time,
 * `nonsensitive`, `rsadecrypt`, functions of providers, and unknown ones.
 * https://developer.hashicorp.com/terraform/language/functions
 */
export const pureFunctions: ReadonlySet<string> = new Set([
  ...['abs', 'alltrue', 'anytrue', 'base64decode', 'base64encode', 'base64gzip', 'base64sha256', 'base64sha512', 'can'],
  ...['ceil', 'chomp', 'chunklist', 'cidrhost', 'cidrnetmask', 'cidrsubnet', 'cidrsubnets', 'coalesce', 'coalescelist'],
  ...['compact', 'concat', 'contains', 'csvdecode', 'distinct', 'element', 'endswith', 'flatten', 'floor', 'format'],
  ...['formatdate', 'formatlist', 'indent', 'index', 'join', 'jsondecode', 'jsonencode', 'keys', 'length', 'log'],
  ...['lookup', 'lower', 'matchkeys', 'max', 'md5', 'merge', 'min', 'one', 'parseint', 'plantimestamp', 'pow', 'range'],
  ...['regex', 'regexall', 'replace', 'reverse', 'sensitive', 'setintersection', 'setproduct', 'setsubtract'],
  ...[
    'setunion',
    'sha1',
    'sha256',
    'sha512',
    'signum',
    'slice',
    'sort',
    'split',
    'startswith',
    'strcontains',
    'strrev',
  ],
  ...['substr', 'sum', 'timeadd', 'timecmp', 'timestamp', 'title', 'tobool', 'tolist', 'tomap', 'tonumber', 'toset'],
  ...['tostring', 'transpose', 'trim', 'trimprefix', 'trimspace', 'trimsuffix', 'try', 'upper', 'urlencode', 'uuid'],
  ...['uuidv5', 'values', 'yamldecode', 'yamlencode', 'zipmap'],
]);
