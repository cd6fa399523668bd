// Builds the programs and writes the licences of the packages in them: npm pack runs this first.
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build, bundledPackages } = require('../bin/build.js');

const file = join(dirname(__dirname), 'dist', 'THIRD-PARTY-NOTICES.txt');

/** The text of a package's licence file, and of its notice if it has one. */
function textsIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(?:licen[cs]e|notice)(?:[.-].*)?$/i.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

function noticeOf(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const holder = typeof author === 'string' ? author : author?.name;
  const source = typeof repository === 'string' ? repository : repository?.url;
  return [
    `${name} ${version}`,
    `Licence: ${license}`,
    ...(source ? [`Source: ${source}`] : []),
    ...(holder ? [`Author: ${holder}`] : []),
    ...textsIn(folder),
  ].join('\n\n');
}

build();
const packages = bundledPackages().filter((folder) => existsSync(join(folder, 'package.json')));
const line = '-'.repeat(80);
writeFileSync(
  file,
  ['The programs of Keyturn contain these packages.', ...packages.map(noticeOf)].join(`\n\n${line}\n\n`) + '\n',
);
