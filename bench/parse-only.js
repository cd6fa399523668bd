// What reading the same files costs: Node.js starts, reads, decodes (refusing invalid UTF-8) and parses each file named.
const { readFileSync } = require('node:fs');

const decoder = new TextDecoder('utf-8', { fatal: true });
for (const file of process.argv.slice(2)) JSON.parse(decoder.decode(readFileSync(file)));
