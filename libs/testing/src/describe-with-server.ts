import { findBinary } from './servers/find-binary.ts';

const PACKAGES: Record<string, string> = { postgres: 'postgresql' };

/** A suite that needs a server program. Without it the suite is skipped, and both its title and a line on standard error say what is missing. */
export function describeWithServer(binary: string, title: string, suite: () => void): void {
  if (findBinary(binary)) {
    describe(title, suite);
    return;
  }
  const why = `SKIPPED: ${binary} is not installed (Debian: apt-get install ${PACKAGES[binary] ?? binary})`;
  process.stderr.write(`${title}: ${why}\n`);
  describe.skip(`${title} – ${why}`, () => {
    it(`needs ${binary}`, () => {});
  });
}

/** A suite that needs a server which runs already, named by a variable. Without it the suite is skipped, as visibly. */
export function describeWithVariable(variable: string, title: string, suite: (value: string) => void): void {
  const value = process.env[variable];
  if (value) {
    describe(title, () => suite(value));
    return;
  }
  const why = `SKIPPED: ${variable} is not set`;
  process.stderr.write(`${title}: ${why}\n`);
  describe.skip(`${title} – ${why}`, () => {
    it(`needs ${variable}`, () => {});
  });
}
