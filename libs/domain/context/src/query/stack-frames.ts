import { FRAME_FORMATS, GO_FUNCTION, goFunction, RUST_FUNCTION } from './frame-formats.ts';
import type { StackFrame } from './model.ts';

const MAX_FRAMES = 64;
const MAX_LINE = 1_000;
/** A line that has none of these is no frame: most lines of a question are told apart without trying the formats. */
const MAY_BE_FRAME = /:\d|\(\d|line \d/;
/** Of what a diagnostic line says, the place is the frame; the rest is read for names and words. */
const AFTER_PLACE = /^[^\n]{1,420}?\(?:?\d{1,7}(?:[,:]\d{1,7})?\)?:? ?(?:-|:)? ?/;

function frame(name: string | null, path: string, line: number): StackFrame {
  return { function: cleanFunction(name), path: cleanPath(path), line };
}

function cleanFunction(name: string | null): string | null {
  if (!name) return null;
  const cleaned = name.trim().replace(/^.*(?:::|->|\\)/, '').replace(/^(?:Object|Function|Module|async\*)\.(?=\w)/, '').replace(/[<>/*]+/g, '').replaceAll('#', '.');
  return /[\p{L}_$]/u.test(cleaned) && !/^(?:module|anonymous|lambda|listcomp|main|global code|eval code|\.?\{\{?closure\}?\}?)$/.test(cleaned) ? cleaned : null;
}

/** Takes off what only says where the file lies on some machine: scheme, host, drive; `\` becomes `/`. */
export function cleanPath(path: string): string {
  return path.trim().replace(/^(?:file|https?|webpack(?:-internal)?|app|capacitor|chrome-extension):\/\/[^/]{0,200}(?=\/)/, '').replace(/^package:/, '').replace(/^[A-Za-z]:(?=[\\/])/, '').replaceAll('\\', '/').replace(/^\/\.\//, '').replace(/^(?:\.\/)+/, '').replace(/\?.*$/, '');
}

/** Frames of a pasted stack trace and places of diagnostics; the text without them. What a diagnostic says beside its place stays. */
export function extractStackFrames(text: string): { frames: StackFrame[]; rest: string } {
  const frames: StackFrame[] = [];
  const rest: string[] = [];
  const lines = text.split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    const found = frames.length < MAX_FRAMES && line.length <= MAX_LINE && MAY_BE_FRAME.test(line) ? readFrame(line) : null;
    if (!found) {
      rest.push(line);
      continue;
    }
    frames.push(found.frame.function === null ? { ...found.frame, function: functionAbove(lines[i - 1], found.frame.path) } : found.frame);
    if (found.says !== '') rest.push(found.says);
  }
  return { frames, rest: rest.join('\n') };
}

function functionAbove(line: string | undefined, path: string): string | null {
  if (line === undefined || line.length > MAX_LINE) return null;
  if (path.endsWith('.go')) return cleanFunction(goFunction(GO_FUNCTION.exec(line)?.[1] ?? ''));
  if (path.endsWith('.rs')) return cleanFunction(RUST_FUNCTION.exec(line)?.[1] ?? null);
  return null;
}

function readFrame(line: string): { frame: StackFrame; says: string } | null {
  for (const { pattern, read } of FRAME_FORMATS) {
    const match = pattern.exec(line);
    if (!match) continue;
    const [name, path, at] = read(match);
    const result = frame(name ?? null, path ?? '', Number(at));
    if (result.path === '' || result.path.startsWith('node:') || !(result.line > 0)) continue;
    // A frame says only where; a diagnostic goes on, or begins, with what is wrong.
    const message = /(?:error|warning|fatal|undefined|panicked|exception|uncaught|thrown|died)\b/i.test(line) ? `${line.slice(0, match.index)} ${match.index === 0 ? line.replace(AFTER_PLACE, '') : ''}`.trim() : '';
    return { frame: result, says: message };
  }
  return null;
}
