import { importsOf, linksOf, usesOf } from '../../test-support/link-listing.ts';
import { analyzeText } from '../../test-support/sample-analysis.ts';

it('imports, calls with the types of their receivers, bases', async () => {
  const found = linksOf(await analyzeText('b.c', `#include "util.h"
#include <stdio.h>
#define MAX 3
struct node { struct node *next; list_t items; };
typedef struct { int x; } point;
enum color { RED, GREEN = MAX };
static int count;
int trim(const char *s, struct node *n, point p);
static struct node *find(struct node *n, int (*cmp)(int, int)) {
  struct node *at = n; point q = { .x = 1 };
  for (int i = 0; i < MAX; i++) { at->next = n->next; count++; cmp(i, q.x); }
  if (trim(n->items.name, 0)) return helper(at);
  list_t *l = (list_t *)at; l->size = sizeof(point); goto out;
out: return RED ? at : other;
}
`));
  expect(importsOf(found)).toEqual(['1 include util.h:', '2 include stdio.h:']);
  expect(usesOf(found).filter((use) => /^(?:call|new|extends|implements|write|decorator)/.test(use))).toEqual([
    'write at<node>.next', 'write count', 'call trim', 'call helper', 'write l<list_t>.size',
  ]);
});
