#ifndef SHOP_H
#define SHOP_H
#include <stdio.h>
#include "shop/base.h"

#define MAX_ORDERS 10
#define SQUARE(x) ((x) * (x))
#define LIST_OF(type, name) struct type *name; int name##_count

/* One order. */
struct order {
    int value;
    struct order *next;
    unsigned paid : 1, *flags[3];
    int (*compare)(int);
    struct { int inner; };
};

typedef struct {
    int x, y;
} point_t;
typedef struct order order_t;
typedef int (*handler)(int, char *);

enum color { RED, GREEN = 2 };
union number { int whole; float real; };

static const int limit = 3, *limits;
extern int shared_count;
struct { int port; } settings;
int table[3] = {1};
int (*callback)(void);

int declared_only(int a);
PUBLIC_API(int) exported_one(void);

/** Adds two numbers. */
static inline int add(int a, int b)
{
    int local = a;
    return local + b;
}

char *name_of(void) { return 0; }

void old_style(a)
char a;
{
    return;
}

LIST_OF(order, orders);

SYSCALL_DEFINE2(close_it, int, fd, int, flags)
{
    int inside = 1;
    return inside;
}

TEST(Shop, AddsOrders) {
    add(1, 2);
}
#endif
