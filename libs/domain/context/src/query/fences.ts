/** Fenced code blocks (``` or ~~~) and the text around them; an unclosed block runs to the end. One pass, line by line. */
export function splitFences(text: string): { blocks: string[]; rest: string } {
  const blocks: string[] = [];
  const rest: string[] = [];
  let open: { fence: string; lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    const fence = fenceOf(line);
    if (open === null) {
      if (fence === '') rest.push(line);
      else open = { fence, lines: [] };
    } else if (fence !== '' && fence[0] === open.fence[0] && fence.length >= open.fence.length && line.trim() === fence) {
      blocks.push(open.lines.join('\n'));
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  if (open) blocks.push(open.lines.join('\n'));
  return { blocks: blocks.filter((block) => block.trim() !== ''), rest: rest.join('\n') };
}

function fenceOf(line: string): string {
  const trimmed = line.trimStart();
  const mark = trimmed[0];
  if (mark !== '`' && mark !== '~') return '';
  let length = 1;
  while (trimmed[length] === mark) length++;
  // A back-tick later on the opening line makes it inline code, by CommonMark.
  return length >= 3 && !(mark === '`' && trimmed.indexOf('`', length) !== -1) ? trimmed.slice(0, length) : '';
}
