import type { Rule } from '../../language-spec.ts';
import type { Outline, Place } from '../../outline.ts';

type Visibility = 'public' | 'protected' | 'private';
const current = new WeakMap<Outline, Map<number, Visibility>>();

/** `private:` holds for what follows in the same class. */
export const accessSpecifier: Rule = (node, place, outline) => {
  const word = /public|protected|private/.exec(outline.textOf(node).slice(0, 40))?.[0] as Visibility | undefined;
  const bySymbol = current.get(outline) ?? new Map<number, Visibility>();
  current.set(outline, bySymbol);
  if (word) bySymbol.set(place.scope.symbol, word);
};

/** null where nothing can be private: outside of types. */
export function visibilityIn(place: Place, outline: Outline): Visibility | null {
  if (place.scope.kind !== 'type' || place.scope.symbol < 0) return null;
  const owner = outline.symbols[place.scope.symbol]!;
  if (owner.kind !== 'class') return null;
  return current.get(outline)?.get(place.scope.symbol) ?? (owner.modifiers.includes('struct') || owner.modifiers.includes('union') ? 'public' : 'private');
}

/** Other files can name it: not `static`, not in a function, not a private part of a type. */
export function isVisible(head: string, place: Place, outline: Outline): boolean {
  if (place.scope.kind === 'function' || place.scope.kind === 'block') return false; // a block: a namespace without a name
  if (place.scope.kind === 'type') return place.scope.exported && visibilityIn(place, outline) !== 'private';
  return !/\bstatic\b/.test(head) && (place.scope.symbol < 0 || place.scope.exported);
}
