"""Methods and operators of text, bytes and numbers on made-up arguments: a sample, the same every time."""

seed=[12345]
def rnd(n):
    seed[0]=(seed[0]*6364136223846793005+1442695040888963407)%(1<<64)
    return (seed[0]>>33)%n
pieces=["a","b","ab","","abc"," ","\t","é","日本","x","X","ß","1","-","\n","aa","\U0001F600","Ab","\r\n","ba"]
def text(n=8): return "".join([pieces[rnd(len(pieces))] for _ in range(rnd(n))])
def show(f):
    try: return repr(f())
    except Exception as e: return type(e).__name__+": "+str(e)
acc=0
def emit(*a): print(*a)
for i in range(30):
    s=text(20); t=text(3); u=text(3); k=rnd(6)-2; a=rnd(12)-6; b=rnd(24)-8; st=rnd(5)-2
    emit(i, repr(s), repr(t))
    for f in (lambda: s.find(t,a,b), lambda: s.rfind(t,a), lambda: s.count(t), lambda: s.count(t,a,b), lambda: s.replace(t,u,k), lambda: s.split(t,k), lambda: s.rsplit(t,k), lambda: s.split(None,k), lambda: s.rsplit(None,k), lambda: s.splitlines(k>0), lambda: s.partition(t), lambda: s.rpartition(t), lambda: s.strip(t), lambda: s.lstrip(), lambda: s.rstrip(t), lambda: s[a:b:st], lambda: s[a], lambda: s.startswith((t,u),a), lambda: s.endswith(t,a,b), lambda: s.center(b,"*"), lambda: s.ljust(b), lambda: s.zfill(b), lambda: s.expandtabs(k), lambda: s.title(), lambda: s.upper()+s.lower()+s.swapcase()+s.capitalize()+s.casefold(), lambda: t.join(s), lambda: t.join([u,s,t]), lambda: s*k, lambda: t in s, lambda: (s<t,s<=t,s==t,s!=t,s>t), lambda: s.isalpha()|s.isspace()<<1|s.isidentifier()<<2|s.islower()<<3|s.isupper()<<4|s.istitle()<<5|s.isprintable()<<6, lambda: [c for c in s], lambda: s.encode("utf-16-le"), lambda: s.encode("latin-1","backslashreplace"), lambda: s.encode("ascii","xmlcharrefreplace"), lambda: s.removeprefix(t)+s.removesuffix(t), lambda: s.translate({97:"ZZ",98:None,233:120}), lambda: ascii(s), lambda: "%-8s|%8.3r|%s"%(s,t,u), lambda: f"{s:>12.5}|{s!r:^30}|{t:*<6}", lambda: len(s+t), lambda: s.encode().decode(), lambda: s.encode("utf-8")[k:].decode("utf-8","replace"), lambda: s.encode("utf-8")[1:].decode("utf-8","surrogateescape").encode("utf-8","surrogateescape")):
        emit(show(f))
    x=s.encode(); y=t.encode(); z=u.encode(); ba=bytearray(x)
    def setslice():
        ba[a:b]=y; return ba
    def delslice():
        del ba[a:b:st]; return ba
    def setstep():
        ba[a:b:2]=y; return ba
    def ins():
        ba.insert(a,65); ba.append(66); ba.extend(z); return ba
    for f in (lambda: x.find(y,a,b), lambda: x.rfind(y), lambda: x.count(y), lambda: x.replace(y,z,k), lambda: x.split(y,k), lambda: x.rsplit(None,k), lambda: x.splitlines(), lambda: x.partition(y), lambda: x.strip(y), lambda: x[a:b:st], lambda: x[a], lambda: x.title()+x.swapcase(), lambda: x.hex(":",k), lambda: y.join([x,z]), lambda: x.center(b,b"."), lambda: x.isupper()|x.islower()<<1|x.istitle()<<2, setslice, ins, delslice, setstep, lambda: ba.pop(), lambda: ba.reverse(), lambda: bytes(ba), lambda: memoryview(x)[a:b].tolist(), lambda: memoryview(ba)[a:b:2].tobytes(), lambda: ba*k+x, lambda: bytearray(x)==x):
        emit(show(f))
    n=(rnd(1<<31)<<(rnd(80)))-(rnd(1<<31)<<rnd(80)); m=(rnd(1<<31)<<rnd(60))-(1<<rnd(60)); p=rnd(100)
    for f in (lambda: n+m, lambda: n-m, lambda: n*m, lambda: n//m, lambda: n%m, lambda: divmod(m,n), lambda: n/m, lambda: n&m, lambda: n|m, lambda: n^m, lambda: ~n, lambda: n<<p, lambda: n>>p, lambda: -n>>p, lambda: pow(n,p%7), lambda: pow(n,p,abs(m)+1), lambda: pow(n,-1,m), lambda: n.bit_length(), lambda: n.bit_count(), lambda: hash(n), lambda: float(n), lambda: int(float(n)), lambda: n<float(n)+1, lambda: n==float(n), lambda: round(n,-(p%12)), lambda: int(str(n)), lambda: int(hex(n),16), lambda: (oct(n),bin(m)), lambda: n.to_bytes(20,"big",signed=True), lambda: int.from_bytes(n.to_bytes(20,"little",signed=True),"little",signed=True), lambda: n*1.5, lambda: n-0.1, lambda: n//7.5, lambda: n%-7.5, lambda: divmod(n,2.5), lambda: 2.5**(p%9), lambda: round(n/m,p%9), lambda: f"{n:,}|{n:+d}|{n:_x}|{n:>40}|{n/m:.3e}|{n/m:g}", lambda: "%d|%x|%o|%10.4f|%+.2e|%g"%(n,n,n,n/m,n/m,n/m), lambda: complex(n%7,m%5)**(p%4), lambda: complex(n%7,m%5)/complex(m%3,1), lambda: (n/m).hex(), lambda: (n/m).as_integer_ratio(), lambda: float.fromhex((n/m).hex())==n/m, lambda: repr(n/m), lambda: abs(n), lambda: bool(n), lambda: n.__format__("e")):
        emit(show(f))
