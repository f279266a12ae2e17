/** netifd's protocols that run over another connection. */

/** They carry the IPv4 of a line that has IPv6 alone, and belong to that line. */
const softwireProtocols = ["464xlat", "dslite", "map", "mape"];

/** They lead to a place of their own over whatever connection there is. */
const tunnelProtocols = [
  ...["6in4", "6rd", "6to4", "amneziawg", "gre", "gretap", "grev6", "grev6tap", "ipip", "ipip6"],
  ...["openconnect", "openvpn", "tailscale", "vti", "vtiv6", "vxlan", "vxlan6", "wireguard"],
  ...["xfrm", "zerotier"],
];

function isSoftwire(proto: string | null | undefined): boolean {
  return index(softwireProtocols, proto ?? "") >= 0;
}

function isTunnel(proto: string | null | undefined): boolean {
  return index(tunnelProtocols, proto ?? "") >= 0;
}

export { isSoftwire, isTunnel };
