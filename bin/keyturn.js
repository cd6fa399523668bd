#!/usr/bin/env node
require(require('node:path').join(require('./build.js').upToDate(), 'keyturn.js'));
