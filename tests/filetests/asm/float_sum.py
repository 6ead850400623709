"""Floats in registers of their own; the exits name what fills the frame."""
# func: norm


def norm(x, y):
    return x * x + y * y


print(norm(3.0, 4.0))
# ---- dump
# norm as Boxed:
#     push rbx
#     push rbp
#     push r12
#     push r13
#     push r14
#     push r15
#     sub rsp, 8
# b0:
#     mov r15, rdi
#     mov rdi, [r15+20h]
#     mov [rsp], rdi
#     lea rdi, [rsi+20h]
#     mov r8, rsp
#     cmp rdi, [r15+28h]
#     ja b1
# b2:
#     cmp r8, [r15+30h]
#     jb b1
# b4:
#     mov [r15+20h], rdi
#     mov rdx, [rsi]
#     mov rcx, [rsi+8]
#     mov rax, rdx
#     and eax, 3
#     cmp rax, 2
#     jne b6
# b5:
#     ror rdx, 3
#     mov rax, 0F000000000000000h
#     add rax, rdx
#     movq xmm0, rax
# b7:
#     mov rax, rcx
#     and eax, 3
#     cmp rax, 2
#     jne b12
# b11:
#     ror rcx, 3
#     mov r8, 0F000000000000000h
#     lea r10, [rcx+r8]
#     movq xmm14, r10
# b13:
#     mulsd xmm0, xmm0
#     mulsd xmm14, xmm14
#     addsd xmm0, xmm14
#     movq rax, xmm0
#     mov rcx, 1000000000000000h
#     add rax, rcx
#     rol rax, 3
#     mov rcx, rax
#     and ecx, 3
#     cmp rcx, 2
#     jne b18
# b17:
#     mov rdi, [rsp]
# b19:
#     mov [r15+20h], rdi
#     xor edx, edx
#     add rsp, 8
#     pop r15
#     pop r14
#     pop r13
#     pop r12
#     pop rbp
#     pop rbx
#     ret
# b1:
#     mov rdi, r15
#     call 0E1h ; @1
#     mov edx, 1
#     xor eax, eax
#     add rsp, 8
#     pop r15
#     pop r14
#     pop r13
#     pop r12
#     pop rbp
#     pop rbx
#     ret
# b6:
#     lea rax, [rdx-34h]
#     mov rdi, rax
#     and rdi, 0FFFFFFFFFFFFFFF7h
#     test rdi, rdi
#     jne b9
# b8:
#     shl rax, 3Ch
#     movq xmm0, rax
#     jmp b7
# b9:
#     test dl, 7
#     jne exit 0
#     cmp dword ptr [rdx], 6
#     jne exit 0
#     movsd xmm0, [rdx+8]
#     jmp b7
# b12:
#     lea r8, [rcx-34h]
#     mov r9, r8
#     and r9, 0FFFFFFFFFFFFFFF7h
#     test r9, r9
#     jne b15
# b14:
#     shl r8, 3Ch
#     movq xmm14, r8
#     jmp b13
# b15:
#     test cl, 7
#     jne exit 1
#     cmp dword ptr [rcx], 6
#     jne exit 1
#     movsd xmm14, [rcx+8]
#     jmp b13
# b18:
#     mov rdi, r15
#     call 17Ch ; @2
#     mov rdi, [rsp]
#     jmp b19
# exit 0:
#     call 18Ah ; @0
# exit 0:
#     call 18Fh ; @0
# exit 1:
#     call 194h ; @0
# exit 1:
#     call 199h ; @0
# epilogue:
#     add rsp, 8
#     pop r15
#     pop r14
#     pop r13
#     pop r12
#     pop rbp
#     pop rbx
#     ret
# norm as Fast:
#     sub rsp, 8
# b0:
#     mov rsi, [r15+20h]
#     lea rdi, [rsi+20h]
#     lea rdi, [rdi+20h]
#     mov r9, rsp
#     cmp rdi, [r15+28h]
#     ja b1
# b2:
#     cmp r9, [r15+30h]
#     jb b1
# b3:
#     mov eax, [r15+14h]
#     cmp eax, [r15+18h]
#     ja b1
# b4:
#     add dword ptr [r15+14h], 1
#     mov [r15+20h], rdi
#     mulsd xmm0, xmm0
#     mulsd xmm1, xmm1
#     addsd xmm0, xmm1
#     mov [r15+20h], rsi
#     sub dword ptr [r15+14h], 1
#     xor edx, edx
#     xor eax, eax
#     add rsp, 8
#     ret
# b1:
#     mov rdi, r15
#     call 64h ; @1
#     mov edx, 1
#     xor eax, eax
#     add rsp, 8
#     ret
# norm as Tagged:
#     sub rsp, 8
# b0:
#     mov r9, [r15+20h]
#     lea r8, [r9+20h]
#     mov [rsp], r9
#     lea r9, [r8+20h]
#     mov r10, rsp
#     cmp r9, [r15+28h]
#     ja b1
# b2:
#     cmp r10, [r15+30h]
#     jb b1
# b3:
#     mov eax, [r15+14h]
#     cmp eax, [r15+18h]
#     ja b1
# b4:
#     add dword ptr [r15+14h], 1
#     mov [r15+20h], r9
#     mov rax, rdi
#     and eax, 3
#     cmp rax, 2
#     jne b6
# b5:
#     ror rdi, 3
#     mov rax, 0F000000000000000h
#     add rax, rdi
#     movq xmm0, rax
# b7:
#     mov rax, rsi
#     and eax, 3
#     cmp rax, 2
#     jne b12
# b11:
#     ror rsi, 3
#     mov r9, 0F000000000000000h
#     lea r11, [rsi+r9]
#     movq xmm15, r11
# b13:
#     mulsd xmm0, xmm0
#     mulsd xmm15, xmm15
#     addsd xmm0, xmm15
#     movq rax, xmm0
#     mov rcx, 1000000000000000h
#     add rax, rcx
#     rol rax, 3
#     mov rcx, rax
#     and ecx, 3
#     cmp rcx, 2
#     jne b18
# b17:
#     mov r9, [rsp]
# b19:
#     mov [r15+20h], r9
#     sub dword ptr [r15+14h], 1
#     xor edx, edx
#     add rsp, 8
#     ret
# b1:
#     mov rdi, r15
#     call 0DFh ; @1
#     mov edx, 1
#     xor eax, eax
#     add rsp, 8
#     ret
# b6:
#     lea rax, [rdi-34h]
#     mov rcx, rax
#     and rcx, 0FFFFFFFFFFFFFFF7h
#     test rcx, rcx
#     jne b9
# b8:
#     shl rax, 3Ch
#     movq xmm0, rax
#     jmp b7
# b9:
#     test dil, 7
#     jne exit 0
#     cmp dword ptr [rdi], 6
#     jne exit 0
#     movsd xmm0, [rdi+8]
#     jmp b7
# b12:
#     lea r9, [rsi-34h]
#     mov r10, r9
#     and r10, 0FFFFFFFFFFFFFFF7h
#     test r10, r10
#     jne b15
# b14:
#     shl r9, 3Ch
#     movq xmm15, r9
#     jmp b13
# b15:
#     test sil, 7
#     jne exit 1
#     cmp dword ptr [rsi], 6
#     jne exit 1
#     movsd xmm15, [rsi+8]
#     jmp b13
# b18:
#     mov rdi, r15
#     call 172h ; @2
#     mov r9, [rsp]
#     jmp b19
# exit 0:
#     call 180h ; @0
# exit 0:
#     call 185h ; @0
# exit 1:
#     call 18Ah ; @0
# exit 1:
#     call 18Fh ; @0
# epilogue:
#     add rsp, 8
#     ret
