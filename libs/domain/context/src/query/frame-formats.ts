type Read = (match: RegExpExecArray) => readonly [name: string | null | undefined, path: string | undefined, line: string | undefined];
export interface FrameFormat {
  readonly pattern: RegExp;
  readonly read: Read;
}

const SOURCE = '(?:ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|py|pyi|go|rs|java|kt|kts|scala|swift|c|h|cc|cpp|cxx|hpp|cs|fs|vb|rb|php|lua|pl|pm|ex|exs|dart|zig|hs|ml|sh|sql|proto|css|scss|html|m|mm)';

/** One line of a stack trace, or the place of a compiler's diagnostic. Quantifiers are bounded: a hostile line costs linear time. Order matters: the first that matches reads the line. */
export const FRAME_FORMATS: readonly FrameFormat[] = [
  // Elixir: "(app 0.1.0) lib/app/server.ex:10: App.Server.handle/2"
  { pattern: /^\s*\([\w.-]{1,60} [\w.-]{1,30}\) ([^\s:]{1,300}\.exs?):(\d{1,7}): ([\w.!?]{1,200})\/\d{1,3}/, read: (m) => [lastParts(m[3]!, 2), m[1], m[2]] },
  // Dart: "#0      Server.handle (package:app/server.dart:10:5)"
  { pattern: /^\s*#\d{1,4}\s+([\w$.<>]{1,200}) \((?:package:|file:\/\/)?([^()\s]{1,400}\.dart):(\d{1,7})(?::\d{1,7})?\)/, read: (m) => [m[1], m[2], m[3]] },
  // gdb, sanitizers: "#1  0x00005 in handle (fd=3) at src/server.c:10", "#0 0x4a1 in handle /src/server.c:10:5"
  { pattern: /^\s*#\d{1,4}\s+(?:0x[0-9a-f]{1,16} in )?([\w:~<>, ]{1,200}?) (?:\([^)]{0,300}\) )?(?:at )?((?:[A-Za-z]:)?[^\s:()]{1,400}\.(?:c|h|cc|cpp|cxx|hpp|m|mm|rs|swift|zig)):(\d{1,7})(?::\d{1,7})?\s*$/, read: (m) => [m[1], m[2], m[3]] },
  // Chrome, in a browser: "at handle (http://localhost:3000/static/app.js:10:5)", "(webpack:///./src/app.js?1a2b:10:5)"
  { pattern: /^\s*at (?:async )?(?:(?:new )?([^\s()]{1,200})(?: \[as [^\]]{1,100}\])? \()?((?:https?|webpack(?:-internal)?|app|capacitor|chrome-extension):\/\/[^\s()]{1,500}?):(\d{1,7}):\d{1,7}\)?\s*$/, read: (m) => [m[1], m[2], m[3]] },
  // V8: "at Server.handle (/app/lib/server.js:10:5)", "at file:///app/x.mjs:1:2", "at async run (x.ts:3:1)"; Rust: "at ./src/main.rs:10:5"
  { pattern: /^\s*at (?:async )?(?:(?:new )?([^\s()]{1,200})(?: \[as [^\]]{1,100}\])? \()?((?:file:\/\/|[A-Za-z]:)?[^():]{1,500}):(\d{1,7})(?::\d{1,7})?\)?\s*$/, read: (m) => [m[1], m[2], m[3]] },
  // Firefox and Safari: "handle@http://host/app.js:10:5"
  { pattern: /^\s*([\w$.<>/ ]{0,200})@((?:\w{2,20}:\/\/[^/\s]{0,200})?[^\s:@]{1,500}):(\d{1,7})(?::\d{1,7})?\s*$/, read: (m) => [m[1], m[2], m[3]] },
  // Python: File "/app/x.py", line 10, in handle
  { pattern: /^\s*File "([^"]{1,500})", line (\d{1,7})(?:, in ([^\s]{1,200}))?/, read: (m) => [m[3], m[1], m[2]] },
  // Java, Kotlin, Scala: "at app//com.acme.Server.handle(Server.java:10) ~[server.jar:1.0]"
  { pattern: /^\s*at ([\w$.<>/@-]{1,300})\(([\w$]{1,200}\.(?:java|kt|scala|groovy|clj)):(\d{1,7})\)(?: ~?\[[^\]]{0,200}\])?\s*$/, read: (m) => [lastParts(m[1]!, 2), m[2], m[3]] },
  // Go: the tab-indented "\t/app/server.go:10 +0x1d"; its function stands on the line above
  { pattern: /^\s*((?:[A-Za-z]:)?[^\s:()]{1,500}\.go):(\d{1,7})(?: \+0x[0-9a-f]{1,16})?\s*$/, read: (m) => [null, m[1], m[2]] },
  // Rust: "thread 'main' panicked at src/main.rs:10:5:" and, until 1.72, "panicked at 'msg', src/main.rs:10:5"; rustc: " --> src/main.rs:10:5"
  { pattern: /^\s*thread '[^']{0,100}'(?: \(\d{1,12}\))? panicked at (?:'.{0,400}', )?([^\s:']{1,400}\.rs):(\d{1,7})/, read: (m) => [null, m[1], m[2]] },
  { pattern: /^\s*(?:-->|╭─\[|┌─)\s*([^\s:]{1,400}\.\w{1,8}):(\d{1,7})(?::\d{1,7})?/, read: (m) => [null, m[1], m[2]] },
  // C#: "at A.B(String s) in C:\x\B.cs:line 10"
  { pattern: /^\s*at ([\w.`<>[\],+]{1,300})\([^)]{0,300}\) in ([^\s].{0,400}?):line (\d{1,7})\s*$/, read: (m) => [lastParts(m[1]!, 2), m[2], m[3]] },
  // Ruby: "app.rb:10:in `handle'", "from app.rb:10:in 'Server#handle'"
  { pattern: /^\s*(?:from |\d{1,4}: from )?([^\s:]{1,500}\.(?:rb|erb|rake)):(\d{1,7}):in [`'](?:[^'`]{0,100} in )?([^'`]{1,200})'/, read: (m) => [m[3], m[1], m[2]] },
  // PHP: "#0 /app/x.php(10): handle()", "thrown in /app/x.php on line 10", "Fatal error: … in /app/x.php:10"
  { pattern: /^\s*#\d{1,4} ([^\s(]{1,500}\.(?:php|phtml|inc))\((\d{1,7})\): ([\w\\>:-]{1,200})/, read: (m) => [m[3], m[1], m[2]] },
  { pattern: /\bin ([^\s:"']{1,400}\.(?:php|phtml|inc))(?: on line |:)(\d{1,7})\s*$/, read: (m) => [null, m[1], m[2]] },
  // Perl: "died at lib/X.pm line 10."
  { pattern: /\bat ([^\s:"']{1,400}\.(?:pl|pm|t)) line (\d{1,7})\.?\s*$/, read: (m) => [null, m[1], m[2]] },
  // tsc, MSVC, csc: "src/a.ts(10,5): error TS2345: …", "main.cpp(10): error C2065: …"; tsc pretty: "src/a.ts:10:5 - error TS2345: …"
  { pattern: new RegExp(`^\\s*((?:[A-Za-z]:)?[^\\s:()]{1,400}\\.${SOURCE})\\((\\d{1,7})(?:,\\d{1,7})?\\)\\s?: (?:fatal )?(?:error|warning|info)\\b`), read: (m) => [null, m[1], m[2]] },
  { pattern: new RegExp(`^\\s*((?:[A-Za-z]:)?[^\\s:()]{1,400}\\.${SOURCE}):(\\d{1,7}):\\d{1,7} - (?:error|warning)\\b`), read: (m) => [null, m[1], m[2]] },
  // gcc, clang, go, javac, mypy, rubocop, kotlinc: "src/main.c:10:5: error: …", "./main.go:10:5: undefined: x", "e: file:///app/A.kt:10:5 Unresolved"
  { pattern: new RegExp(`^\\s*(?:[ew]: )?((?:file://|[A-Za-z]:)?[^\\s:()]{1,400}\\.${SOURCE}):(\\d{1,7})(?::\\d{1,7})?(?::? (?=\\S)|:$)`), read: (m) => [null, m[1], m[2]] },
  // lua: "lua: main.lua:10: attempt to call a nil value"
  { pattern: /^\s*(?:lua(?:jit)?: )?([^\s:]{1,400}\.lua):(\d{1,7}): /, read: (m) => [null, m[1], m[2]] },
];

/** The line above a Go frame: "main.(*Server).Handle(0xc0000b2000, {0x1, 0x2})". */
export const GO_FUNCTION = /^(?:created by )?([\w./-]{1,200}\.(?:\(\*?\w{1,100}\)\.)?\w{1,100}(?:\.func\d{1,4})?)(?:\([^\n]{0,300}\))?(?: in goroutine \d{1,9})?\s*$/;
/** The line above a Rust frame: "   3: app::server::handle". */
export const RUST_FUNCTION = /^\s*\d{1,4}:\s+(?:0x[0-9a-f]{1,16} - )?([\w:<>{}# ]{1,300})\s*$/;

export function goFunction(name: string): string {
  return name.replace(/^.*\//, '').replace(/\.func\d+$/, '').replace(/[()*]/g, '').replace(/^\w+\.(?=.)/, '');
}

function lastParts(name: string, count: number): string {
  return name.replace(/^.*\//, '').split('.').slice(-count).join('.');
}

