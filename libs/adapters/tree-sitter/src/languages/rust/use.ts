import type { Rule } from '../../language-spec.ts';

const MAX_NAMES = 500;

/** `use a::{b, c::{self, d as e}}`: one entry a module, with what is taken from it. */
export const useDeclaration: Rule = (node, _place, outline) => {
  const line = node.startPosition.row + 1;
  const text = outline.textOf(node).slice(0, 20_000).replace(/\/\/.*|\/\*[^]*?\*\//g, '');
  const crate = /^(?:pub(?:\([^)]*\))?\s+)?extern\s+crate\s+(\w+)/.exec(text)?.[1];
  if (crate) return void outline.imports.push({ module: crate, names: [], line });
  const tree = text.replace(/^(?:pub\s*(?:\([^)]*\))?\s*)?use\s+/, '').replace(/;\s*$/, '').replace(/\s+as\s+\w+/g, '').replace(/\s+/g, '');
  const byModule = new Map<string, string[]>();
  for (const full of expand(tree)) {
    const cut = full.lastIndexOf('::');
    const module = cut < 0 ? full : full.slice(0, cut);
    const names = byModule.get(module) ?? [];
    byModule.set(module, names);
    if (cut >= 0) names.push(full.slice(cut + 2));
  }
  for (const [module, names] of byModule) outline.imports.push({ module, names, line });
};

/** The paths of a use tree, `self` standing for what is before it. */
function expand(tree: string): string[] {
  const paths: string[] = [];
  const prefixes: string[] = [''];
  let word = '';
  const end = (): void => {
    if (word !== '') paths.push(word === 'self' ? prefixes.at(-1)!.replace(/::$/, '') : prefixes.at(-1)! + word);
    word = '';
  };
  for (const char of tree) {
    if (paths.length >= MAX_NAMES) break;
    if (char === '{') {
      prefixes.push(prefixes.at(-1)! + word);
      word = '';
    } else if (char === ',' || char === '}') {
      end();
      if (char === '}' && prefixes.length > 1) prefixes.pop();
    } else word += char;
  }
  end();
  return paths;
}
