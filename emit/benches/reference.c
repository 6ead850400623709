/* The kernels as C with the same checks, for comparison. An exit is a call of a cold function. */
#include <math.h>
#include <stdint.h>

typedef intptr_t W;
typedef struct { volatile int32_t *flag; W left; } Context;
typedef struct { uint32_t map, gc; double x, y, z, vx, vy, vz, mass; } Body;
typedef struct { uint32_t map, gc; W len; Body **items; } List;
typedef struct { uint32_t map, gc; W total; } Counter;
typedef struct { uint32_t map, gc; W len; uint8_t *items; } Bytes;
typedef struct { uint32_t map, gc; W len; W *items; } Words;

#define RARE(x) __builtin_expect(!!(x), 0)
static W __attribute__((cold, noinline)) leave(Context *c, W a, W b) { c->left = a + b; return INTPTR_MIN; }

W c_int_loop(Context *c, W n) {
    W s = 0;
    for (W i = 0; i < n; i++) {
        W t, u;
        if (RARE(*c->flag)) return leave(c, i, s);
        if (RARE(__builtin_mul_overflow(i, (W)3, &t))) return leave(c, i, s);
        if (RARE(__builtin_add_overflow(s, t, &u))) return leave(c, i, s);
        s = u ^ (i >> 2);
    }
    return s;
}

W c_nbody(Context *c, List *list, double dt, W steps) {
    for (W s = 0; s < steps; s++) {
        for (W i = 0; i < list->len; i++) {
            Body *a = list->items[i];
            if (RARE(a->map != 7)) return leave(c, i, s);
            for (W j = i + 1; j < list->len; j++) {
                Body *b = list->items[j];
                if (RARE(b->map != 7)) return leave(c, i, j);
                double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z, d2 = dx * dx + dy * dy + dz * dz;
                if (RARE(d2 == 0)) return leave(c, i, j);
                double mag = dt / (d2 * sqrt(d2)), bm = b->mass * mag, am = a->mass * mag;
                a->vx -= dx * bm; a->vy -= dy * bm; a->vz -= dz * bm;
                b->vx += dx * am; b->vy += dy * am; b->vz += dz * am;
            }
        }
        for (W i = 0; i < list->len; i++) {
            Body *a = list->items[i];
            if (RARE(a->map != 7)) return leave(c, i, s);
            a->x += dt * a->vx; a->y += dt * a->vy; a->z += dt * a->vz;
        }
    }
    return 0;
}

W c_method(Context *c, Counter **objects, W n) {
    W r = 0;
    for (W i = 0; i < n; i++) {
        Counter *o = objects[i & 1];
        W t;
        if (RARE(o->map != 9)) return leave(c, i, r);
        if (RARE(__builtin_add_overflow(o->total, i, &t))) return leave(c, i, r);
        o->total = t &= 0xffff;
        if (RARE(__builtin_add_overflow(r, t, &r))) return leave(c, i, r);
    }
    return r;
}

#define SIEVE(NAME, LIST) \
    W NAME(Context *c, LIST *list, W n) { \
        W count = 0; \
        for (W i = 2; i < n; i++) { \
            if (RARE((uintptr_t)i >= (uintptr_t)list->len)) return leave(c, i, count); \
            if (list->items[i]) { \
                count++; \
                for (W j = i * i; j < n; j += i) { \
                    if (RARE((uintptr_t)j >= (uintptr_t)list->len)) return leave(c, i, j); \
                    list->items[j] = 0; \
                } \
            } \
        } \
        return count; \
    }
SIEVE(c_byte_sieve, Bytes)
SIEVE(c_word_sieve, Words)
