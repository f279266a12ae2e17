/**
 * Calls on a socket `s`, a raw ICMP one at first, and on the module `S`, in the syntax that JavaScript
 * and ucode share, one after the other. Devices: eth1 192.0.2.2/24 and wwan0 198.51.100.2/24, with no
 * default route.
 */
const setUp = `s = S.create(S.AF_INET, S.SOCK_RAW | S.SOCK_NONBLOCK | S.SOCK_CLOEXEC, 1)`;
const echo = `chr(8, 0, 247, 253, 0, 1, 0, 1)`;
const to = (address: string, port = 0): string => `{ address: "${address}", port: ${port} }`;
const open = (domain: string, type: string, protocol: number): string =>
  `s = S.create(${domain}, ${type} | S.SOCK_NONBLOCK | S.SOCK_CLOEXEC, ${protocol})`;

/** The JSON of the call's value, and of \`s.error()\` after it. */
const socketCases: readonly (readonly [call: string, json: string, error: string])[] = [
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth9")`, `null`, `"setsockopt(): No such device"`],
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth1")`, `true`, `null`],
  [`s.getopt(S.SOL_SOCKET, S.SO_BINDTODEVICE)`, `"eth1\\u0000"`, `null`],
  [`s.setopt(S.SOL_SOCKET, S.SO_MARK, 0x3f00)`, `true`, `null`],
  [`s.getopt(S.SOL_SOCKET, S.SO_MARK)`, `16128`, `null`],
  [`s.bind(${to("203.0.113.9")})`, `null`, `"bind(): Cannot assign requested address"`],
  [`s.bind(${to("192.0.2.2")})`, `true`, `null`],
  [`s.recv(200, 0)`, `null`, `"recv(): Resource temporarily unavailable"`],
  [`s.send(${echo}, 0)`, `null`, `"send(): Destination address required"`],
  [`s.send(${echo}, 0, ${to("x")})`, `null`, `"Unable to parse IP address: Invalid argument"`],
  [`s.send(${echo}, 0, ${to("192.0.2.1")})`, `8`, `null`],
  // Bound to a device there is no need of a route.
  [`s.send(${echo}, 0, ${to("203.0.113.5")})`, `8`, `null`],
  [`s.close()`, `true`, `null`],
  [`s.close()`, `null`, `"Invalid socket context: Bad file descriptor"`],
  [
    `s.send(${echo}, 0, ${to("192.0.2.1")})`,
    `null`,
    `"Invalid socket context: Bad file descriptor"`,
  ],
  [`(${setUp}) != null`, `true`, `null`],
  [`s.send(${echo}, 0, ${to("203.0.113.5")})`, `null`, `"send(): Network is unreachable"`],

  // A TCP socket.
  [`(${open("S.AF_INET", "S.SOCK_STREAM", 0)}) != null`, `true`, `null`],
  [`s.peername()`, `null`, `"getpeername(): Transport endpoint is not connected"`],
  [`s.send("x", 0)`, `null`, `"send(): Broken pipe"`],
  [`s.recv(9, 0)`, `null`, `"recv(): Transport endpoint is not connected"`],
  [`s.connect(${to("203.0.113.5", 80)})`, `null`, `"connect(): Network is unreachable"`],
  [`s.connect(${to("::1", 80)})`, `null`, `"connect(): Address family not supported by protocol"`],
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth1")`, `true`, `null`],
  [`s.bind(${to("192.0.2.2")})`, `true`, `null`],
  [`s.connect(${to("203.0.113.5", 80)})`, `null`, `"connect(): Operation now in progress"`],
  [`s.connect(${to("203.0.113.5", 80)})`, `null`, `"connect(): Operation already in progress"`],
  [`s.peername()`, `null`, `"getpeername(): Transport endpoint is not connected"`],
  [`s.send("x", 0)`, `null`, `"send(): Resource temporarily unavailable"`],
  [`s.recv(9, 0)`, `null`, `"recv(): Resource temporarily unavailable"`],
  [`s.close()`, `true`, `null`],

  // A UDP socket.
  [`(${open("S.AF_INET", "S.SOCK_DGRAM", 0)}) != null`, `true`, `null`],
  [`s.recv(9, 0)`, `null`, `"recv(): Resource temporarily unavailable"`],
  [`s.send("x", 0)`, `null`, `"send(): Destination address required"`],
  [`s.connect(${to("203.0.113.5", 53)})`, `null`, `"connect(): Network is unreachable"`],
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth1")`, `true`, `null`],
  [`s.connect(${to("203.0.113.5", 53)})`, `true`, `null`],
  [`s.peername()`, `{ "family": 2, "address": "203.0.113.5", "port": 53 }`, `null`],
  [`s.send("x", 0)`, `1`, `null`],
  [`s.recv(9, 0)`, `null`, `"recv(): Resource temporarily unavailable"`],
  [`s.close()`, `true`, `null`],

  // A raw ICMPv6 socket.
  [`(${open("S.AF_INET6", "S.SOCK_RAW", 58)}) != null`, `true`, `null`],
  [`s.setopt(S.IPPROTO_IPV6, S.IPV6_MULTICAST_ALL, 0)`, `true`, `null`],
  [`s.bind(${to("2001:db8::9")})`, `null`, `"bind(): Cannot assign requested address"`],
  [`s.bind(${to("::1")})`, `true`, `null`],
  [`s.recv(9, 0)`, `null`, `"recv(): Resource temporarily unavailable"`],
  [`s.send(${echo}, 0, ${to("192.0.2.1")})`, `null`, `"send(): Invalid argument"`],
  [`s.close()`, `true`, `null`],

  // The module and its sockets share one error.
  [`S.create(77, S.SOCK_RAW, 1)`, `null`, `"socket(): Address family not supported by protocol"`],
];

/**
 * What the loop tells of sockets to the machine itself, where nothing listens: steps run at once and an
 * expression whose value is asked for with each event, until it has been asked for as often as there are
 * values. `U` is the module uloop.
 */
const eventCases: readonly (readonly [
  name: string,
  start: string,
  event: string,
  values: readonly string[],
])[] = [
  ...["127.0.0.1", "::1"].flatMap((address) => {
    const domain = address === "::1" ? "S.AF_INET6" : "S.AF_INET";
    const refused = `"recv(): Connection refused"`;
    return [
      [
        `TCP to ${address}`,
        `${open(domain, "S.SOCK_STREAM", 0)}; s.connect(${to(address, 9)}); watch(U.ULOOP_WRITE);`,
        `[events, s.peername(), s.recv(9, 0), s.error(), s.recv(9, 0), s.error(), s.send("x", 0)]`,
        [`[ 2, null, null, ${refused}, "", null, null ]`],
      ],
      [
        `UDP to ${address}`,
        `${open(domain, "S.SOCK_DGRAM", 0)}; s.connect(${to(address, 9)}); watch(U.ULOOP_READ); s.send("x", 0);`,
        `[events, s.recv(9, 0), s.error(), s.recv(9, 0), s.error()]`,
        [`[ 0, null, ${refused}, null, "recv(): Resource temporarily unavailable" ]`],
      ],
    ] as const;
  }),
  [
    "ICMPv6 to ::1",
    `${open("S.AF_INET6", "S.SOCK_RAW", 58)}; from = {}; watch(U.ULOOP_READ); s.send(chr(128, 0, 0, 0, 1, 2, 3, 4, 5, 6), 0, ${to("0::1")});`,
    `[events, join(" ", map([0, 1, 2, 3, 4, 9], at => ord(packet = packet || s.recv(99, 0, from), at))), packet = null, from]`,
    [
      `[ 1, "128 0 118 173 1 6", null, { "family": 10, "address": "::1", "port": 0, "flowinfo": 0 } ]`,
      `[ 1, "129 0 117 173 1 6", null, { "family": 10, "address": "::1", "port": 0, "flowinfo": 0 } ]`,
    ],
  ],
];

export { setUp, socketCases, eventCases };
