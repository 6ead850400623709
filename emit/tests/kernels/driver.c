/* Calls the kernels and compares what they give with the same loops in C; then makes each kind of guard fail and looks
 * at the values that the exit brought. Prints "ok" or what is wrong. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef intptr_t W;
typedef struct { int32_t *flag; } Context;
typedef struct { uint32_t map, gc; double x, y, z, vx, vy, vz, mass; } Body;
typedef struct { uint32_t map, gc; W len; void *items; } List;
typedef struct { uint32_t map, gc; W total; } Counter;

W int_loop(Context *, W);
W nbody(Context *, List *, double, W);
W method(Context *, Counter **, W);
W byte_sieve(Context *, List *, W);
W word_sieve(Context *, List *, W);

/* One for each use of an exit: return address, where the frame is taken down, number, values. */
typedef struct { uintptr_t address, epilogue; int32_t client, count, places[6]; } ExitRecord;
extern const ExitRecord exit_records[];
extern const uintptr_t exit_record_count;

static int left = -1;
static W values[6];

/* saved: general registers by number, floats; frame: the stack pointer of the function's body */
uintptr_t handle_exit(uintptr_t *saved, double *floats, char *frame, uintptr_t address) {
    for (uintptr_t r = 0; r < exit_record_count; r++) {
        const ExitRecord *record = &exit_records[r];
        if (record->address != address) continue;
        left = record->client;
        for (int v = 0; v < record->count; v++) {
            int32_t place = record->places[v] >> 24, number = record->places[v] & 0xffffff;
            if (place == 0) values[v] = (W)saved[number];
            if (place == 1) values[v] = (W)floats[number];
            if (place == 2) memcpy(&values[v], frame + number, sizeof(W));
            if (place == 3) values[v] = number;
        }
        return record->epilogue;
    }
    puts("an exit without record");
    exit(1);
}

#if defined(__x86_64__)
__asm__(".globl exit_thunk\nexit_thunk:\n"
        "push %r15\npush %r14\npush %r13\npush %r12\npush %r11\npush %r10\npush %r9\npush %r8\n"
        "push %rdi\npush %rsi\npush %rbp\nsub $8,%rsp\npush %rbx\npush %rdx\npush %rcx\npush %rax\n"
        "mov %rsp,%rbx\nmov %rsp,%rdi\nmov %rsp,%rsi\nlea 136(%rsp),%rdx\nmov 128(%rsp),%rcx\n"
        "and $-16,%rsp\ncall handle_exit\nmov %rax,%rcx\nmov $-77,%rax\n"
        "lea 136(%rbx),%rsp\nmov 24(%rbx),%rbx\njmp *%rcx\n");
#else
__asm__(".globl exit_thunk\nexit_thunk:\n"
        "push %edi\npush %esi\npush %ebp\nsub $4,%esp\npush %ebx\npush %edx\npush %ecx\npush %eax\n"
        "mov %esp,%ebx\nand $-16,%esp\npush 32(%ebx)\nlea 36(%ebx),%eax\npush %eax\npush %ebx\npush %ebx\n"
        "call handle_exit\nmov %eax,%ecx\nmov $-77,%eax\nlea 36(%ebx),%esp\nmov 12(%ebx),%ebx\njmp *%ecx\n");
#endif

static int wrong;
static void check(const char *what, W got, W expected) {
    if (got == expected) return;
    printf("%s: %ld, not %ld\n", what, (long)got, (long)expected);
    wrong = 1;
}

static W c_int_loop(W n) {
    W s = 0;
    for (W i = 0; i < n; i++) s = (s + i * 3) ^ (i >> 2);
    return s;
}

static void c_nbody(Body *b, int n, double dt, W steps) {
    for (W s = 0; s < steps; s++) {
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) {
                double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
                double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (sqrt(d2) * d2);
                double bm = mag * b[j].mass, am = mag * b[i].mass;
                b[i].vx -= dx * bm; b[i].vy -= dy * bm; b[i].vz -= dz * bm;
                b[j].vx += dx * am; b[j].vy += dy * am; b[j].vz += dz * am;
            }
        for (int i = 0; i < n; i++) {
            b[i].x += dt * b[i].vx; b[i].y += dt * b[i].vy; b[i].z += dt * b[i].vz;
        }
    }
}

static W c_method(Counter **o, W n) {
    W r = 0;
    for (W i = 0; i < n; i++) { Counter *c = o[i & 1]; c->total = (c->total + i) & 0xffff; r += c->total; }
    return r;
}

#define BODIES 5
static const Body start[BODIES] = {
    {7, 0, 0, 0, 0, 0, 0, 0, 39.47841760435743},
    {7, 0, 4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.606326392995832, 2.81198684491626016, -0.02521836165988763, 0.037693674870389493},
    {7, 0, 8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767},
    {7, 0, 12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112},
    {7, 0, 15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304},
};

int main(void) {
    int32_t flag = 0;
    Context context = {&flag};
    check("int_loop", int_loop(&context, 20000), c_int_loop(20000));
    check("int_loop of none", int_loop(&context, 0), 0);

    Body ours[BODIES], theirs[BODIES];
    Body *pointers[BODIES];
    memcpy(ours, start, sizeof start);
    memcpy(theirs, start, sizeof start);
    for (int i = 0; i < BODIES; i++) pointers[i] = &ours[i];
    List list = {1, 0, BODIES, pointers};
    nbody(&context, &list, 0.01, 1000);
    c_nbody(theirs, BODIES, 0.01, 1000);
    for (int i = 0; i < BODIES; i++) {
        double error = fabs(ours[i].x - theirs[i].x) + fabs(ours[i].vy - theirs[i].vy) + fabs(ours[i].z - theirs[i].z);
        check("nbody", error < 1e-9, 1);
    }

    Counter a[2] = {{9, 0, 0}, {9, 0, 5}}, b[2] = {{9, 0, 0}, {9, 0, 5}};
    Counter *ours_too[2] = {&a[0], &a[1]}, *theirs_too[2] = {&b[0], &b[1]};
    check("method", method(&context, ours_too, 20000), c_method(theirs_too, 20000));

    static uint8_t bytes[10000];
    static W words[10000];
    memset(bytes, 1, sizeof bytes);
    for (int i = 0; i < 10000; i++) words[i] = 1;
    List byte_list = {3, 0, 10000, bytes}, word_list = {3, 0, 10000, words};
    check("byte_sieve", byte_sieve(&context, &byte_list, 10000), 1229);
    check("word_sieve", word_sieve(&context, &word_list, 10000), 1229);
    check("no exit so far", left, -1);

    /* A flag that is set: leaves before the first step. */
    flag = 1;
    check("flag", int_loop(&context, 10), -77);
    check("flag exit", left, 0);
    check("flag i", values[0], 0);
    flag = 0;
    /* 3 * i overflows for no reachable i, so the sum must: only where words are small. */
    if (sizeof(W) == 4) {
        int_loop(&context, INT32_MAX);
        check("overflow exit", left, 2);
        W i = values[0], s = values[1];
        int64_t sum = (int64_t)s + (int64_t)i * 3;
        check("overflow", sum > INT32_MAX || sum < INT32_MIN, 1);
        check("overflow s", s, c_int_loop(i));
    }
    /* An object of another map in the middle of the list. */
    ours[3].map = 8;
    nbody(&context, &list, 0.01, 3);
    check("map exit", left, 2);
    check("map i", values[0], 0);
    check("map j", values[1], 3);
    check("map s", values[2], 0);
    ours[3] = ours[2];
    nbody(&context, &list, 0.01, 3);
    check("division exit", left, 3);
    check("division i", values[0], 2);
    check("division j", values[1], 3);
    a[1].map = 10;
    method(&context, ours_too, 5);
    check("method exit", left, 1);
    check("method i", values[0], 1);
    memset(bytes, 1, sizeof bytes);
    byte_list.len = 50;
    byte_sieve(&context, &byte_list, 10000);
    check("bounds exit", left, 2);
    check("bounds i", values[0], 2);
    check("bounds j", values[1], 50);
    check("bounds count", values[2], 1);
    if (!wrong) puts("ok");
    return wrong;
}
