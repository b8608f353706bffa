/** What a question is, beside a name or words: pasted by mistake, or with more around the name than the name. */
export interface QueryShape {
  readonly query: string;
  /** Asked for exactly this ecosystem, as in `npm:zod`. */
  readonly ecosystem: string | null;
  readonly note: string | null;
}

const INSTALL = /^(?:(npm|pnpm|yarn|bun)\s+(?:i|install|add)|(pip3?|uv|poetry)\s+(?:pip\s+)?(?:install|add)|(cargo)\s+(?:add|install)|(go)\s+(?:get|install))\s+(?:-\S+\s+)*(\S+)$/i;
const PREFIXED = /^(?:pkg:)?(npm|pypi|cargo|go|golang|maven|crates\.io)[:/](.+)$/i;
const NPM_VERSION = /^((?:@[^@\s/]+\/)?[^@\s]+)@[~^<>=]*\d[^\s@]*$/;
const PYTHON_VERSION = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?:===?|~=|!=|>=|<=|>|<)\s*\S+$/;
const QUOTED = /^(['"`])(.+)\1$/;

/** Takes an install command, a version, quotes and an ecosystem prefix off a name; says when it is a flag of a command. */
export function queryShape(asked: string): QueryShape {
  let query = asked.trim();
  let ecosystem: string | null = null;
  const command = INSTALL.exec(query);
  if (command) {
    ecosystem = command[1] ? 'npm' : command[2] ? 'pypi' : command[3] ? 'cargo' : 'go';
    query = command[5]!;
  }
  query = QUOTED.exec(query)?.[2] ?? query;
  const prefixed = PREFIXED.exec(query);
  if (prefixed) {
    ecosystem = prefixed[1]!.toLowerCase().replace('golang', 'go').replace('crates.io', 'cargo');
    query = prefixed[2]!;
  }
  query = NPM_VERSION.exec(query)?.[1] ?? PYTHON_VERSION.exec(query)?.[1] ?? query;
  if (/^--?[a-z]/i.test(query)) return { query: query.replace(/^-+/, ''), ecosystem, note: `${query.slice(0, 60)} is a flag of a command, not the name of a library` };
  return { query, ecosystem, note: null };
}
