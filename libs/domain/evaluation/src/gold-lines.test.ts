import { describe, expect, it } from '@jest/globals';
import { oldSideLines } from './gold-lines.ts';
import { scoreLines, tokensUntilGold } from './line-metrics.ts';

const DIFF = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -10,3 +10,2 @@ function x
-one
--- looks like a header
-three
+one
@@ -40 +38 @@
-old
+new
@@ -50,0 +49,2 @@
+more
+lines
diff --git a/new.ts b/new.ts
new file mode 100644
--- /dev/null
+++ b/new.ts
@@ -0,0 +1 @@
+x
diff --git a/with space.md b/with space.md
--- a/with space.md\t
+++ b/with space.md\t
@@ -0,0 +1,1 @@
+x
`;

describe('oldSideLines', () => {
  it('reads hunks, insertion points and awkward names', () => {
    expect(oldSideLines(DIFF)).toEqual(
      new Map([
        ['src/a.ts', [{ startLine: 10, endLine: 12 }, { startLine: 40, endLine: 40 }, { startLine: 50, endLine: 51 }]],
        ['with space.md', [{ startLine: 1, endLine: 1 }]],
      ]),
    );
  });
});

describe('line scores', () => {
  const gold = oldSideLines(DIFF);

  it('counts a place that overlaps a hunk', () => {
    const ranked = [{ path: 'src/a.ts', startLine: 1, endLine: 9 }, { path: 'src/a.ts', startLine: 12, endLine: 45 }, { path: 'src/a.ts', startLine: 46, endLine: 50 }];
    expect(scoreLines(ranked, gold)).toEqual({ MRR: 0.5, 'recall@1': 0, 'recall@5': 3 / 4, 'recall@10': 3 / 4 });
  });

  it('has nothing to say without gold lines', () => {
    expect(scoreLines([], new Map())).toBeNull();
  });

  it('adds tokens up to and with the first gold item', () => {
    const items = [{ tokens: 100, gold: false }, { tokens: 50, gold: true }, { tokens: 7, gold: true }];
    expect(tokensUntilGold(items, (item) => item.gold)).toBe(150);
    expect(tokensUntilGold(items.slice(0, 1), (item) => item.gold)).toBeNull();
  });
});
