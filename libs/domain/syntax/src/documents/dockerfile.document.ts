import type { DocumentLanguage } from './document-language.ts';

/** Stages, by their name or else by their image; what they start from are imports. */
export const dockerfile: DocumentLanguage = {
  languages: ['dockerfile'],
  hidden: /^[ \t]*#[^\n]*/gm,
  scan(text, outline) {
    const stages = [...text.masked.matchAll(/^[ \t]*FROM[ \t]+(?:--\w+=\S+[ \t]+)*([^\s]+)(?:[ \t]+AS[ \t]+([\w.-]+))?/gim)];
    for (const [index, match] of stages.entries()) {
      const name = match[2] ?? match[1]!;
      let last = (stages[index + 1] ? text.rowOf(stages[index + 1]!.index) : text.lineCount) - 1;
      const first = text.rowOf(match.index);
      while (last > first && text.maskedLine(last).trim() === '') last--;
      const earlier = stages.slice(0, index).some((stage) => stage[2]?.toLowerCase() === match[1]!.toLowerCase());
      if (!earlier && match[1] !== 'scratch') outline.imports.push({ module: match[1]!, kind: 'import', bindings: [], line: first + 1 });
      const nameIndex = match.index + match[0].lastIndexOf(name);
      if (!text.declare({ kind: 'key', name, nameIndex, start: text.startOf(first), end: text.startOf(last) + text.line(last).length, modifiers: ['stage'] }, outline)) return;
    }
  },
};
