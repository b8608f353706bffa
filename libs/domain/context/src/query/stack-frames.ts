import type { StackFrame } from './model.ts';

const MAX_FRAMES = 64;
const MAX_LINE = 1_000;

/** One line of a stack trace in the formats of common runtimes. Quantifiers are bounded: a hostile line costs linear time. */
const FORMATS: readonly { readonly pattern: RegExp; readonly read: (m: RegExpExecArray) => StackFrame }[] = [
  // V8: "at Server.handle (/app/lib/server.js:10:5)", "at file:///app/x.mjs:1:2", "at async run (x.ts:3:1)"
  { pattern: /^\s*at (?:async )?(?:(?:new )?([^\s()]{1,200})(?: \[as [^\]]{1,100}\])? \()?((?:file:\/\/|[A-Za-z]:)?[^():]{1,500}):(\d{1,7})(?::\d{1,7})?\)?\s*$/, read: (m) => frame(m[1], m[2], m[3]) },
  // Firefox and Safari: "handle@http://host/app.js:10:5"
  { pattern: /^\s*([\w$.<>/]{0,200})@((?:\w{2,8}:\/\/[^/\s]{1,200})?[^\s:@]{1,500}):(\d{1,7})(?::\d{1,7})?\s*$/, read: (m) => frame(m[1], m[2], m[3]) },
  // Python: File "/app/x.py", line 10, in handle
  { pattern: /^\s*File "([^"]{1,500})", line (\d{1,7})(?:, in ([^\s]{1,200}))?/, read: (m) => frame(m[3], m[1], m[2]) },
  // Java, Kotlin, Scala: "at com.acme.Server.handle(Server.java:10)"
  { pattern: /^\s*at ([\w$.<>/]{1,300})\(([\w$]{1,200}\.(?:java|kt|scala|groovy)):(\d{1,7})\)\s*$/, read: (m) => frame(lastParts(m[1]!, 2), m[2], m[3]) },
  // Go: the tab-indented "\t/app/server.go:10 +0x1d"
  { pattern: /^\s*((?:[A-Za-z]:)?[^\s:()]{1,500}\.go):(\d{1,7})(?: \+0x[0-9a-f]{1,16})?\s*$/, read: (m) => frame(null, m[1], m[2]) },
  // Rust: "at src/main.rs:10:5" is read by the V8 pattern; C#: "at A.B(String s) in C:\x\B.cs:line 10"
  { pattern: /^\s*at ([\w.`<>[\],+]{1,300})\([^)]{0,300}\) in ([^\s].{0,400}?):line (\d{1,7})\s*$/, read: (m) => frame(lastParts(m[1]!, 2), m[2], m[3]) },
  // Ruby: "app.rb:10:in `handle'", PHP: "#0 /app/x.php(10): handle()"
  { pattern: /^\s*(?:from )?([^\s:]{1,500}\.rb):(\d{1,7}):in [`'](?:[^'`]{0,100} in )?([^'`]{1,200})'/, read: (m) => frame(m[3], m[1], m[2]) },
  { pattern: /^\s*#\d{1,4} ([^\s(]{1,500}\.php)\((\d{1,7})\): ([\w\\>:-]{1,200})/, read: (m) => frame(m[3], m[1], m[2]) },
];

function frame(name: string | null | undefined, path: string | undefined, line: string | undefined): StackFrame {
  return { function: cleanFunction(name ?? null), path: cleanPath(path ?? ''), line: Number(line) };
}

function cleanFunction(name: string | null): string | null {
  if (!name) return null;
  const cleaned = name.replace(/^.*(?:::|->|\\)/, '').replace(/^(?:Object|Function|Module|async\*)\.(?=\w)/, '').replace(/[<>/*]+/g, '');
  return /[\p{L}_$]/u.test(cleaned) && !/^(?:module|anonymous|lambda|listcomp|main)$/.test(cleaned) ? cleaned : null;
}

function lastParts(name: string, count: number): string {
  return name.split('.').slice(-count).join('.');
}

/** Takes off what only says where the file lies on some machine: scheme, host, drive; `\` becomes `/`. */
export function cleanPath(path: string): string {
  return path.trim().replace(/^(?:file|https?|webpack(?:-internal)?):\/\/[^/]{0,200}(?=\/)/, '').replace(/^[A-Za-z]:(?=[\\/])/, '').replaceAll('\\', '/').replace(/^(?:\.\/)+/, '').replace(/\?.*$/, '');
}

/** Frames of a pasted stack trace, and the text without the lines that were frames. */
export function extractStackFrames(text: string): { frames: StackFrame[]; rest: string } {
  const frames: StackFrame[] = [];
  const rest: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const found = frames.length < MAX_FRAMES && line.length <= MAX_LINE ? readFrame(line) : null;
    if (found) frames.push(found);
    else rest.push(line);
  }
  return { frames, rest: rest.join('\n') };
}

function readFrame(line: string): StackFrame | null {
  for (const { pattern, read } of FORMATS) {
    const match = pattern.exec(line);
    if (match) {
      const result = read(match);
      if (result.path !== '' && !result.path.startsWith('node:') && result.line > 0) return result;
    }
  }
  return null;
}
