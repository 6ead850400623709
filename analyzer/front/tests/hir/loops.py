def count(n):
    total = 0
    for i in range(n):
        if i % 2:
            continue
        total += i
    else:
        total -= 1
    while total > n and n:
        total //= 2
    return total
