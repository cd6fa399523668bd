const { readFileSync } = require('node:fs');

/** Puts the clock of the emulator in the place of this program's: `node --require`, with KEYTURN_CLOCK naming the file in which it is kept. */
const RealDate = Date;
const ahead = Number(readFileSync(process.env.KEYTURN_CLOCK, 'utf8'));

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...given);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
