"""Every hash that hashlib promises, and the parameters of BLAKE2."""
import hashlib
import hmac
import threading

for name in sorted(hashlib.algorithms_guaranteed):
    made = hashlib.new(name, b"spam")
    other = made.copy()
    other.update(b"eggs" * 1000)
    if name.startswith("shake"):
        print(name, made.digest_size, made.block_size, made.hexdigest(20), other.hexdigest(7))
    else:
        print(name, made.digest_size, made.block_size, made.hexdigest()[:24], other.hexdigest()[-24:])

tree = hashlib.blake2b(
    b"x" * 3000, digest_size=20, key=b"key", salt=b"salt", person=b"person", fanout=2, depth=3, leaf_size=4096,
    node_offset=1, node_depth=1, inner_size=32, last_node=True,
)
print(tree.hexdigest(), hashlib.blake2s(b"q", key=b"k" * 32, digest_size=7).hexdigest())
print(hashlib.blake2b.MAX_KEY_SIZE, hashlib.blake2s.SALT_SIZE, hmac.new(b"k", b"m", "sha1").hexdigest())
print(hashlib.md5(b"", usedforsecurity=False).hexdigest())

bad = [
    lambda: hashlib.blake2s(salt=b"x" * 9),
    lambda: hashlib.blake2b(depth=0),
    lambda: hashlib.blake2s(node_offset=1 << 48),
    lambda: hashlib.md5("text"),
    lambda: hashlib.sha3_256(1),
    lambda: hashlib.new("none"),
]
for function in bad:
    try:
        function()
    except Exception as error:
        print(type(error).__name__, error)

shared = hashlib.sha1()
threads = [threading.Thread(target=lambda: [shared.update(b"a" * 4096) for _ in range(20)]) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(shared.hexdigest() == hashlib.sha1(b"a" * 4096 * 80).hexdigest())
