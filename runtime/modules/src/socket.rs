//! `_socket`: sockets of the system.

mod address;
mod names;
mod object;
mod transfer;

use crate::util::add_type;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{ModuleTable, Native, Outcome, Raised, native};

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "_socket",
    doc: "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    functions: FUNCTIONS,
    init: Some(init),
};

const PY: Effect = Effect::SWITCHES;

static FUNCTIONS: &[Native] = &[
    native("close", "(fd, /)", PY, object::close_descriptor),
    native("dup", "(fd, /)", PY, object::duplicate),
    native("socketpair", "(family=1, type=1, proto=0, /)", PY, object::pair),
    native("gethostname", "()", PY, names::host_name),
    native("gethostbyname", "(host, /)", PY, names::host_by_name),
    native("getaddrinfo", "(host, port, family=0, type=0, proto=0, flags=0)", PY, names::address_info),
    native("getnameinfo", "(sockaddr, flags, /)", PY, names::name_info),
    native("getservbyname", "(servicename, protocolname=None, /)", PY, names::service_by_name),
    native("getprotobyname", "(protocolname, /)", PY, names::protocol_by_name),
    native("inet_aton", "(ip_addr, /)", PY, names::text_to_bytes4),
    native("inet_ntoa", "(packed_ip, /)", PY, names::bytes4_to_text),
    native("inet_pton", "(address_family, ip_string, /)", PY, names::text_to_bytes),
    native("inet_ntop", "(address_family, packed_ip, /)", PY, names::bytes_to_text),
    native("htons", "(integer, /)", PY, |vm, a| swapped16(vm, a[0], "htons")),
    native("ntohs", "(integer, /)", PY, |vm, a| swapped16(vm, a[0], "ntohs")),
    native("htonl", "(integer, /)", PY, |vm, a| swapped32(vm, a[0])),
    native("ntohl", "(integer, /)", PY, |vm, a| swapped32(vm, a[0])),
    native("getdefaulttimeout", "()", PY, |vm, _| match default_timeout(vm) {
        Some(seconds) => vm.new_float(seconds),
        None => Ok(Value::NONE),
    }),
    native("setdefaulttimeout", "(timeout, /)", PY, |vm, a| {
        let timeout = object::timeout_arg(vm, a[0])?;
        vm.module_state.insert("_socket timeout", Box::new(timeout));
        Ok(Value::NONE)
    }),
];

/// Seconds that new sockets wait, None: for ever.
fn default_timeout(vm: &Vm) -> Option<f64> {
    vm.module_state.get("_socket timeout").and_then(|t| *t.downcast_ref::<Option<f64>>().expect("a timeout"))
}

fn swapped16(vm: &mut Vm, v: Value, name: &str) -> Outcome {
    match u16::try_from(vm.index_i64(v)?) {
        Ok(n) => Ok(Value::small_int(n.to_be() as isize)),
        Err(_) => {
            Err(vm.overflow_error(format!("{name}: Python int too large to convert to C 16-bit unsigned integer")))
        }
    }
}

fn swapped32(vm: &mut Vm, v: Value) -> Outcome {
    match u32::try_from(vm.index_i64(v)?) {
        Ok(n) => Ok(Value::small_int(n.to_be() as isize)),
        Err(_) => Err(vm.overflow_error("int larger than 32 bits")),
    }
}

/// An exception of the module: `gaierror` or `herror` with number and text.
fn name_error(vm: &mut Vm, class: &'static str, number: i32, text: &str) -> Raised {
    let class = *vm.module_state[class].downcast_ref::<Value>().expect("the class");
    let raised = vm.new_str(text).and_then(|text| vm.call(class, &[Value::small_int(number as isize), text]));
    match raised {
        Ok(exception) => vm.set_pending(exception),
        Err(raised) => raised,
    }
}

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let class = add_type(vm, module, &object::SOCKET)?;
    // The library's subclass adds weak references.
    class.info().flags &= !pyspec_runtime::object::class::class_flags::HAS_WEAKREF;
    vm.set_module_attr(module, "SocketType", class.value())?;
    let os_error = vm.exceptions.OSError.value();
    vm.set_module_attr(module, "error", os_error)?;
    let timeout = vm.dict_get_text(vm.builtins, "TimeoutError")?;
    vm.set_module_attr(module, "timeout", timeout)?;
    vm.set_module_attr(module, "has_ipv6", Value::TRUE)?;
    for (name, key) in [("herror", "_socket herror"), ("gaierror", "_socket gaierror")] {
        let namespace = vm.new_dict()?;
        let home = vm.new_str("socket")?;
        vm.dict_set_text(namespace, "__module__", home)?;
        let class = vm.new_heap_class(name, &[os_error], namespace)?;
        vm.set_module_attr(module, name, class)?;
        vm.module_state.insert(key, Box::new(class));
    }
    for (name, number) in CONSTANTS {
        vm.set_module_attr(module, name, Value::small_int(*number as isize))?;
    }
    Ok(())
}

macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

const CONSTANTS: &[(&str, i64)] = constants! {
    AF_UNSPEC AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_VSOCK AF_CAN
    SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_SEQPACKET SOCK_RDM SOCK_NONBLOCK SOCK_CLOEXEC
    SOL_SOCKET SOMAXCONN SCM_RIGHTS SCM_CREDENTIALS
    SO_REUSEADDR SO_REUSEPORT SO_KEEPALIVE SO_BROADCAST SO_LINGER SO_OOBINLINE SO_SNDBUF SO_RCVBUF SO_SNDLOWAT
    SO_RCVLOWAT SO_SNDTIMEO SO_RCVTIMEO SO_ERROR SO_TYPE SO_DONTROUTE SO_DEBUG SO_ACCEPTCONN SO_DOMAIN SO_PROTOCOL
    SO_PASSCRED SO_PEERCRED SO_PRIORITY SO_MARK SO_BINDTODEVICE SO_INCOMING_CPU
    IPPROTO_IP IPPROTO_ICMP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 IPPROTO_RAW IPPROTO_ICMPV6 IPPROTO_SCTP
    IPPROTO_UDPLITE
    TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT TCP_LINGER2 TCP_DEFER_ACCEPT
    TCP_WINDOW_CLAMP TCP_INFO TCP_QUICKACK TCP_FASTOPEN TCP_CONGESTION TCP_USER_TIMEOUT
    IP_TOS IP_TTL IP_HDRINCL IP_OPTIONS IP_RECVTOS IP_MULTICAST_IF IP_MULTICAST_TTL IP_MULTICAST_LOOP
    IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_TRANSPARENT
    IPV6_V6ONLY IPV6_UNICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP IPV6_TCLASS
    IPV6_RECVPKTINFO IPV6_PKTINFO IPV6_HOPLIMIT
    MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_DONTWAIT MSG_EOR MSG_TRUNC MSG_CTRUNC MSG_WAITALL MSG_NOSIGNAL
    MSG_ERRQUEUE MSG_CMSG_CLOEXEC MSG_CONFIRM MSG_MORE MSG_FASTOPEN
    SHUT_RD SHUT_WR SHUT_RDWR
    AI_PASSIVE AI_CANONNAME AI_NUMERICHOST AI_NUMERICSERV AI_V4MAPPED AI_ALL AI_ADDRCONFIG
    EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_SERVICE EAI_SOCKTYPE
    EAI_OVERFLOW EAI_SYSTEM
    NI_MAXHOST NI_NUMERICHOST NI_NUMERICSERV NI_NOFQDN NI_NAMEREQD NI_DGRAM
    INADDR_ANY INADDR_BROADCAST INADDR_LOOPBACK INADDR_NONE
};
