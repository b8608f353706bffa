import { packParts, unpackParts } from './lexical-parts.ts';

it('packs parts as numbers in a fixed order, which both sides of a call know', () => {
  const parts = { file: 12.3456, path: 1, chunk: 8.1, name: 0, found: 0.75, together: 3.5, terms: 120 };
  expect(packParts(parts)).toEqual([12.346, 1, 8.1, 0, 0.75, 3.5, 120]);
  expect(unpackParts(packParts(parts))).toEqual({ ...parts, file: 12.346 });
  expect(unpackParts([])).toEqual({ file: 0, path: 0, chunk: 0, name: 0, found: 0, together: 0, terms: 0 });
});
