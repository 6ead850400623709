"""UTF-7: sections of base 64 in ASCII, what is wrong in them, and reading in pieces."""
import codecs

for text in ("a+b-c", "\u20ac\U000104a0x", "\ud801y", "~\\\x00\x1f", "h\u00e9-", "h\u00e9!", " \t\r\n"):
    data = text.encode("utf-7")
    print(data, data.decode("utf-7") == text)

faulty = [
    b"\xffb", b"a+IK", b"a+IK-b", b"a+IKx-b", b"a+IKwgr,-b", b"a+/,+IKw-b", b"a+////,+IKw-b", b"a+IKw\xffb", b"a+@b", b"a+2AE",
    b"a+2AE-b", b"a+IKzYAQA-b",
]
for data in faulty:
    try:
        print(ascii(codecs.utf_7_decode(data, "strict", True)))
    except UnicodeDecodeError as error:
        print(error, ascii(data.decode("utf-7", "replace")))

decoder = codecs.getincrementaldecoder("utf-7")()
pieces = [decoder.decode(bytes([byte])) for byte in "a+-b\x00c\x80d\u0100e\U00010000f".encode("utf-7")]
print(ascii(pieces), ascii(decoder.decode(b"", True)))
