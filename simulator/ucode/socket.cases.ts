/**
 * Calls on a raw ICMP socket `s` and on the module `S`, in the syntax that JavaScript and ucode share,
 * one after the other. Devices: eth1 192.0.2.2/24 and wwan0 198.51.100.2/24, with no default route.
 */
const setUp = `s = S.create(S.AF_INET, S.SOCK_RAW | S.SOCK_NONBLOCK | S.SOCK_CLOEXEC, 1)`;
const echo = `chr(8, 0, 247, 253, 0, 1, 0, 1)`;
const to = (address: string): string => `{ address: "${address}", port: 0 }`;

/** The JSON of the call's value, and of \`s.error()\` after it. */
const socketCases: readonly (readonly [call: string, json: string, error: string])[] = [
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth9")`, `null`, `"setsockopt(): No such device"`],
  [`s.setopt(S.SOL_SOCKET, S.SO_BINDTODEVICE, "eth1")`, `true`, `null`],
  [`s.getopt(S.SOL_SOCKET, S.SO_BINDTODEVICE)`, `"eth1\\u0000"`, `null`],
  [`s.setopt(S.SOL_SOCKET, S.SO_MARK, 0x3f00)`, `true`, `null`],
  [`s.getopt(S.SOL_SOCKET, S.SO_MARK)`, `16128`, `null`],
  [`s.bind(${to("203.0.113.9")})`, `null`, `"bind(): Cannot assign requested address"`],
  [`s.bind(${to("192.0.2.2")})`, `true`, `null`],
  [`s.recv(200, S.MSG_DONTWAIT)`, `null`, `"recv(): Resource temporarily unavailable"`],
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
  // The module and its sockets share one error.
  [`S.create(77, S.SOCK_RAW, 1)`, `null`, `"socket(): Address family not supported by protocol"`],
];

export { setUp, socketCases };
