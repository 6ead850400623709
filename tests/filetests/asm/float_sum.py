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
#     jae b1
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
#     jae b1
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
# norm as Boxed:
#     push rbx
#     push rbp
#     push r12
#     push r13
#     push r14
#     push r15
#     sub rsp, 38h
# b0:
#     mov r15, rdi
#     mov rdi, [r15+20h]
#     mov [rsp+8], rdi
#     lea rdi, [rsi+20h]
#     mov r8, rsp
#     cmp rdi, [r15+28h]
#     ja b1
# b2:
#     cmp r8, [r15+30h]
#     jb b1
# b4:
#     mov [r15+20h], rdi
#     mov rcx, [rsi]
#     mov rax, [rsi+8]
#     mov [rsp], rsi
#     mov [rsp+18h], rax
#     mov rax, rcx
#     and rax, rcx
#     test al, 1
#     jne 323h
#     jmp b8
#     nop [rax]
# b5:
#     mov rcx, [rsp+18h]
#     mov rax, rcx
#     and rax, [rsp+18h]
#     test al, 1
#     jne b14
#     jmp b16
#     nop [rax+rax]
# b7:
#     mov rcx, [rsp+10h]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm0, rax
#     mov rcx, [rsp+10h]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm1, rax
#     mulsd xmm0, xmm1
#     movq rsi, xmm0
#     mov rdi, 1000000000000000h
#     lea rax, [rsi+rdi]
#     mov [rsp+20h], rax
#     rol rax, 3
#     mov [rsp+20h], rax
#     and eax, 3
#     cmp rax, 2
#     jne b11
#     jmp b12
# b8:
#     mov rdx, rcx
#     or rdx, rcx
#     mov [rsp+10h], rcx
#     and edx, 3
#     cmp rdx, 2
#     jne b6
# b9:
#     test al, 2
#     jne b7
#     jmp b6
# b12:
#     mov rcx, [rsp+18h]
#     jmp b5
#     nop [rax+rax]
#     nop [rax+rax]
#     nop [rax+rax]
#     xchg ax, ax
# b13:
#     mov rdx, rcx
#     and rdx, rax
#     test dl, 1
#     jne b23
#     jmp b25
#     nop [rax+rax]
#     nop [rax]
# b15:
#     mov rcx, [rsp+18h]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm0, rax
#     mov rcx, [rsp+18h]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm1, rax
#     mulsd xmm0, xmm1
#     movq rdx, xmm0
#     mov rsi, 1000000000000000h
#     lea rax, [rdx+rsi]
#     rol rax, 3
#     mov r10, rax
#     and r10d, 3
#     cmp r10, 2
#     jne b19
#     jmp b20
# b16:
#     mov rcx, [rsp+18h]
#     or rcx, [rsp+18h]
#     and ecx, 3
#     cmp rcx, 2
#     jne b14
# b17:
#     test al, 2
#     jne b15
#     jmp b14
# b20:
#     mov rcx, [rsp+20h]
#     jmp b13
#     nop [rax]
# b21:
#     mov [r15+20h], rsi
#     xor edx, edx
#     add rsp, 38h
#     pop r15
#     pop r14
#     pop r13
#     pop r12
#     pop rbp
#     pop rbx
#     ret
# b23:
#     mov rcx, [rsp+20h]
#     add rcx, 0FFFFFFFFFFFFFFFFh
#     add rcx, rax
#     mov [rsp+28h], rax
#     mov rax, rcx
#     mov rcx, [rsp+20h]
#     mov rdx, rcx
#     xor rdx, rax
#     mov rcx, [rsp+28h]
#     mov rsi, rcx
#     xor rsi, rax
#     and rdx, rsi
#     mov rsi, [rsp+8]
#     test rdx, rdx
#     jl 3DFh
#     jmp b21
#     nop [rax+rax]
#     nop [rax+rax]
# b24:
#     mov rcx, [rsp+20h]
#     ror rcx, 3
#     mov [rsp+20h], rcx
#     mov rax, 0F000000000000000h
#     add rax, rcx
#     movq xmm0, rax
#     mov rcx, [rsp+28h]
#     ror rcx, 3
#     mov [rsp+28h], rcx
#     mov rsi, 0F000000000000000h
#     add rsi, rcx
#     movq xmm8, rsi
#     addsd xmm0, xmm8
#     movq rax, xmm0
#     mov rcx, 1000000000000000h
#     add rax, rcx
#     rol rax, 3
#     mov rcx, rax
#     and ecx, 3
#     cmp rcx, 2
#     jne b28
#     jmp b29
# b25:
#     mov rcx, rax
#     mov rax, [rsp+20h]
#     or rax, rcx
#     mov [rsp+28h], rcx
#     and eax, 3
#     cmp rax, 2
#     jne b22
# b26:
#     test dl, 2
#     jne b24
#     jmp b22
# b29:
#     mov rsi, [rsp+8]
#     jmp b21
# b1:
#     mov rdi, r15
#     call 30Dh ; @1
#     mov edx, 1
#     xor eax, eax
#     add rsp, 38h
#     pop r15
#     pop r14
#     pop r13
#     pop r12
#     pop rbp
#     pop rbx
#     ret
#     mov [rsp+10h], rcx
# b6:
#     mov esi, 2
#     mov rax, rsp
#     mov [r15+40h], rax
#     mov rdi, r15
#     mov rcx, [rsp+10h]
#     mov rdx, [rsp+10h]
#     call 346h ; @3 ; record 0
#     mov [rsp+20h], rax
#     cmp qword ptr [rsp+20h], 0
#     je exit 0
#     mov rcx, [rsp+18h]
#     jmp b5
# b11:
#     mov rdi, r15
#     call 369h ; @2
#     mov [rsp+20h], rax
#     jmp b12
# b14:
#     mov esi, 2
#     mov rax, rsp
#     mov [r15+40h], rax
#     mov rdi, r15
#     mov rcx, [rsp+18h]
#     mov rdx, [rsp+18h]
#     call 391h ; @3 ; record 1
#     test rax, rax
#     je exit 1
#     mov rcx, [rsp+20h]
#     jmp b13
# b19:
#     mov rdi, r15
#     call 3ACh ; @2
#     jmp b20
# b22:
#     xor esi, esi
#     mov rdi, rsp
#     mov [r15+40h], rdi
#     mov rdi, r15
#     mov rcx, [rsp+28h]
#     mov rdx, [rsp+20h]
#     call 3CCh ; @3 ; record 2
#     test rax, rax
#     je exit 2
#     mov rsi, [rsp+8]
#     jmp b21
#     mov [rsp+28h], rcx
#     jmp b22
# b28:
#     mov rdi, r15
#     call 3EEh ; @2
#     jmp b29
# exit 0:
#     call 3F8h ; @0
# exit 1:
#     call 3FDh ; @0
# exit 2:
#     call 402h ; @0
# epilogue:
#     add rsp, 38h
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
#     jae b1
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
#     sub rsp, 38h
# b0:
#     mov [rsp], rdi
#     mov [rsp+8], rsi
#     mov rsi, [r15+20h]
#     lea r8, [rsi+20h]
#     mov [rsp+10h], rsi
#     lea rdi, [r8+20h]
#     mov [rsp+18h], r8
#     mov r9, rsp
#     cmp rdi, [r15+28h]
#     ja b1
# b2:
#     cmp r9, [r15+30h]
#     jb b1
# b3:
#     mov eax, [r15+14h]
#     cmp eax, [r15+18h]
#     jae b1
# b4:
#     add dword ptr [r15+14h], 1
#     mov [r15+20h], rdi
#     mov rdi, [rsp]
#     mov rcx, rdi
#     and rcx, [rsp]
#     test cl, 1
#     jne b6
#     jmp b8
#     nop [rax+rax]
#     nop [rax+rax]
#     nop [rax]
# b5:
#     mov rax, rcx
#     and rax, [rsp+8]
#     test al, 1
#     jne b14
#     jmp b16
#     nop [rax+rax]
#     nop
# b7:
#     mov rcx, [rsp]
#     mov rax, rcx
#     ror rax, 3
#     mov rdx, 0F000000000000000h
#     add rax, rdx
#     movq xmm0, rax
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm1, rax
#     mulsd xmm0, xmm1
#     movq rsi, xmm0
#     mov rdi, 1000000000000000h
#     lea rax, [rsi+rdi]
#     mov [rsp+20h], rax
#     rol rax, 3
#     mov [rsp+20h], rax
#     and eax, 3
#     cmp rax, 2
#     jne b11
#     jmp b12
# b8:
#     mov rdi, [rsp]
#     mov rdx, rdi
#     or rdx, [rsp]
#     and edx, 3
#     cmp rdx, 2
#     jne b6
# b9:
#     test cl, 2
#     jne b7
#     jmp b6
# b12:
#     mov rcx, [rsp+8]
#     jmp b5
#     nop [rax]
# b13:
#     mov rdx, rcx
#     and rdx, rax
#     test dl, 1
#     jne b23
#     jmp b25
#     nop [rax+rax]
#     nop [rax]
# b15:
#     mov rcx, [rsp+8]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm0, rax
#     mov rcx, [rsp+8]
#     mov rax, rcx
#     ror rax, 3
#     mov rcx, 0F000000000000000h
#     add rax, rcx
#     movq xmm1, rax
#     mulsd xmm0, xmm1
#     movq rsi, xmm0
#     mov rdi, 1000000000000000h
#     lea rax, [rsi+rdi]
#     rol rax, 3
#     mov r11, rax
#     and r11d, 3
#     cmp r11, 2
#     jne b19
#     jmp b20
# b16:
#     mov rcx, [rsp+8]
#     or rcx, [rsp+8]
#     and ecx, 3
#     cmp rcx, 2
#     jne b14
# b17:
#     test al, 2
#     jne b15
#     jmp b14
# b20:
#     mov rcx, [rsp+20h]
#     jmp b13
#     nop [rax]
# b21:
#     mov [r15+20h], rsi
#     sub dword ptr [r15+14h], 1
#     xor edx, edx
#     mov rax, rdi
#     add rsp, 38h
#     ret
# b23:
#     mov rcx, [rsp+20h]
#     add rcx, 0FFFFFFFFFFFFFFFFh
#     add rcx, rax
#     mov [rsp+28h], rax
#     mov rdi, rcx
#     mov rcx, [rsp+20h]
#     mov rax, rcx
#     xor rax, rdi
#     mov rcx, [rsp+28h]
#     mov rdx, rcx
#     xor rdx, rdi
#     and rax, rdx
#     mov rsi, [rsp+10h]
#     test rax, rax
#     jl 3D9h
#     jmp b21
#     nop [rax+rax]
#     nop [rax]
# b24:
#     mov rcx, [rsp+20h]
#     ror rcx, 3
#     mov [rsp+20h], rcx
#     mov rax, 0F000000000000000h
#     add rax, rcx
#     movq xmm0, rax
#     mov rcx, [rsp+28h]
#     ror rcx, 3
#     mov [rsp+28h], rcx
#     mov rsi, 0F000000000000000h
#     lea rdi, [rcx+rsi]
#     movq xmm9, rdi
#     addsd xmm0, xmm9
#     movq rax, xmm0
#     mov rcx, 1000000000000000h
#     add rax, rcx
#     mov rdi, rax
#     rol rax, 3
#     mov rdi, rax
#     and eax, 3
#     cmp rax, 2
#     jne b28
#     jmp b29
# b25:
#     mov rcx, rax
#     mov rax, [rsp+20h]
#     or rax, rcx
#     mov [rsp+28h], rcx
#     and eax, 3
#     cmp rax, 2
#     jne b22
# b26:
#     test dl, 2
#     jne b24
#     jmp b22
# b29:
#     mov rsi, [rsp+10h]
#     jmp b21
# b1:
#     mov rdi, r15
#     call 311h ; @1
#     mov edx, 1
#     xor eax, eax
#     add rsp, 38h
#     ret
# b6:
#     mov esi, 2
#     mov rax, rsp
#     mov [r15+40h], rax
#     mov rdi, r15
#     mov rcx, [rsp]
#     mov rdx, [rsp]
#     call 339h ; @3 ; record 0
#     mov rcx, [rsp]
#     mov [rsp+20h], rax
#     cmp qword ptr [rsp+20h], 0
#     je exit 0
#     mov rcx, [rsp+8]
#     jmp b5
# b11:
#     mov rdi, r15
#     call 360h ; @2
#     mov [rsp+20h], rax
#     jmp b12
# b14:
#     mov esi, 2
#     mov rax, rsp
#     mov [r15+40h], rax
#     mov rdi, r15
#     mov rcx, [rsp+8]
#     mov rdx, [rsp+8]
#     call 388h ; @3 ; record 1
#     test rax, rax
#     je exit 1
#     mov rcx, [rsp+20h]
#     jmp b13
# b19:
#     mov rdi, r15
#     call 3A3h ; @2
#     jmp b20
# b22:
#     xor esi, esi
#     mov rdi, rsp
#     mov [r15+40h], rdi
#     mov rdi, r15
#     mov rcx, [rsp+28h]
#     mov rdx, [rsp+20h]
#     call 3C3h ; @3 ; record 2
#     mov rdi, rax
#     test rdi, rdi
#     je exit 2
#     mov rsi, [rsp+10h]
#     jmp b21
#     mov [rsp+28h], rcx
#     jmp b22
# b28:
#     mov rdi, r15
#     call 3E8h ; @2
#     mov rdi, rax
#     jmp b29
# exit 0:
#     call 3F5h ; @0
# exit 1:
#     call 3FAh ; @0
# exit 2:
#     call 3FFh ; @0
# epilogue:
#     add rsp, 38h
#     ret
