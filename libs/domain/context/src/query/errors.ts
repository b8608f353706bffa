import type { ErrorMention } from './model.ts';

const MAX_ERRORS = 8;
const MAX_LINE = 1_000;
const MAX_MESSAGE = 300;

/** Lines that say what went wrong, in the words of runtimes and compilers. Bounded quantifiers: linear time. */
const FORMATS: readonly { readonly pattern: RegExp; readonly read: (m: RegExpExecArray) => ErrorMention }[] = [
  // rustc: "error[E0382]: borrow of moved value"; tsc, csc, MSVC: "error TS2345: …"
  { pattern: /\b(error|warning)\[([A-Z]\d{2,5})\]: (.{1,400})/, read: (m) => mention(m[1], m[2], m[3]) },
  { pattern: /\b((?:fatal )?error|warning) ([A-Z]{1,4}\d{2,6}): (.{1,400})/, read: (m) => mention(m[1], m[2], m[3]) },
  // "TypeError [ERR_X]: …", "Caused by: java.lang.IllegalStateException: …", "werkzeug.exceptions.NotFound: …"
  { pattern: /(?<![\w.$])((?:[\w$]{1,80}[.:]{1,2}){0,12}[A-Z][\w$]{0,80}(?:Error|Exception|Panic|Fault|Failure|Warning|Interrupt|Exit|Abort))(?: \[([\w-]{2,60})\])?(?:: (.{0,400})|\s*$)/, read: (m) => mention(m[1], m[2] ?? systemCode(m[3]), m[3]) },
  // Go: "panic: runtime error: index out of range [5]"; Rust: "thread 'main' panicked at …"
  { pattern: /\b(panic|fatal error|runtime error|FATAL|CRITICAL|PANIC): (.{1,400})/, read: (m) => mention(m[1], systemCode(m[2]), m[2]) },
  { pattern: /(panicked) at (.{1,400})/, read: (m) => mention('panic', null, m[2]) },
  // "npm ERR! code ERESOLVE", "ERROR: …", "error: …", "Uncaught …"
  { pattern: /(?:^|[\s[])(?:npm )?(ERR!|ERROR|Error|error|fatal|Uncaught|Fehler|Erreur|エラー|错误|오류|ошибка)\]?(?: code)?[:：]? ?[:：]\s?(.{1,400})/, read: (m) => mention('error', systemCode(m[2]), m[2]) },
  { pattern: /\b(npm ERR!) (.{1,400})/, read: (m) => mention('error', systemCode(m[2]), m[2]) },
  { pattern: /\b([Ss]egmentation fault|SIGSEGV|SIGABRT|[Ss]tack overflow|[Oo]ut of memory|OOMKilled|[Dd]eadlock(?: detected)?|[Cc]ore dumped)\b/, read: (m) => mention(null, m[1]!.startsWith('SIG') ? m[1] : null, m[1]) },
  { pattern: /\b(E(?:CONN\w{3,8}|NOENT|ACCES|PERM|EXIST|ADDRINUSE|MFILE|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|NOTDIR|ISDIR|BUSY|INVAL|NOSPC|RESOLVE)|ERR_[A-Z_]{3,60})\b(.{0,300})/, read: (m) => mention(null, m[1], `${m[1]}${m[2]}`) },
  // Messages that have no type before them.
  { pattern: /((?:[Cc]annot|[Cc]an't|[Cc]ould not|[Ff]ailed to|[Uu]nable to) (?:read|find|import|resolve|connect|open|parse|load|convert|call|access|set|assign|destructure|locate|create|start|bind|allocate)\b.{1,300})/, read: (m) => mention(null, systemCode(m[1]), m[1]) },
  { pattern: /(\S{1,80} is not (?:a function|defined|iterable|assignable|callable|subscriptable|a constructor|an object)\b.{0,200})/, read: (m) => mention(null, null, m[1]) },
  { pattern: /((?:undefined reference to|no such file or directory|permission denied|index out of (?:range|bounds)|null pointer|nil pointer dereference|unresolved (?:reference|import)|undeclared identifier|no module named|module not found|has no attribute|unexpected (?:token|end of|indent)|undefined method|maximum (?:call stack|recursion))\b.{0,200})/i, read: (m) => mention(null, null, m[1]) },
];

/** Most lines hold none of these: they cost one test. */
const MAY_BE_ERROR = /rror|xception|anic|ERR|atal|ault|ailure|arning|nterrupt|Exit|Abort|FATAL|CRIT|annot|an't|ould not|ailed|nable|is not|E[A-Z]{4}|SIG[A-Z]|verflow|ut of|eadlock|OOM|umped|ndefined|no such|No such|ermission|null|nil |nresolved|ndeclared|odule|attribute|nexpected|aximum|Uncaught|Fehler|Erreur|エラー|错误|오류|ошибка/;

function mention(type: string | null | undefined, code: string | null | undefined, message: string | undefined): ErrorMention {
  return { type: type ?? null, code: code ?? null, message: (message ?? '').trim().slice(0, MAX_MESSAGE) };
}

function systemCode(message: string | undefined): string | null {
  return /\b(E[A-Z]{4,14}|ERR_[A-Z_]{3,60})\b/.exec(message ?? '')?.[1] ?? null;
}

/** At most eight, one a line, in their order. */
export function extractErrors(text: string): ErrorMention[] {
  const errors: ErrorMention[] = [];
  const seen = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    if (errors.length === MAX_ERRORS) break;
    if (line.length > MAX_LINE || !MAY_BE_ERROR.test(line)) continue;
    for (const { pattern, read } of FORMATS) {
      const match = pattern.exec(line);
      if (!match) continue;
      const found = read(match);
      const key = `${found.type}\0${found.code}\0${found.message}`;
      if (!seen.has(key)) errors.push(found);
      seen.add(key);
      break;
    }
  }
  return errors;
}
