/* The smallest program that can be filled in: runs the function that its data names, if there is any. */
#include <stdint.h>
#include <stdio.h>

__asm__(".section .pyspec_text,\"axR\",@progbits\n.zero 64\n"
        ".section .pyspec_data,\"awR\",@progbits\n.globl pyspec_data_start\npyspec_data_start:\n.zero 64\n"
        ".section .pyspec_end,\"aR\",@progbits\n.zero 64\n.text\n");

typedef struct { intptr_t (*entry)(void *, intptr_t); int32_t *flag; intptr_t written; } Image;
extern volatile Image pyspec_data_start;

/* Called by the code of the image. */
intptr_t template_helper(intptr_t value) { return value + 1000; }

int main(int count, char **args) {
    (void)args;
    if (!pyspec_data_start.entry) {
        puts("empty");
        return 0;
    }
    void *context = (void *)&pyspec_data_start.flag;
    pyspec_data_start.written = pyspec_data_start.entry(context, 9 + count);
    printf("%ld %ld\n", (long)pyspec_data_start.written, (long)template_helper(0));
    return 0;
}
