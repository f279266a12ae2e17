/** Configurations of a router with two WANs, and of what it used before. */
import { lanNetwork } from "../../simulator/scenarios/home-network.ts";

const shippedFirewall = `
config zone
	option name 'lan'
	list network 'lan'

config zone
	option name 'wan'
	list network 'wan'
	list network 'wan6'
	list network 'lte'
	option masq '1'
`;

/** A DSA router with an LTE stick. */
const dsaNetwork = `${lanNetwork}
config interface 'lte'
	option proto 'ncm'
	option device '/dev/ttyUSB0'

config interface 'wan'
	option device 'wan'
	option proto 'dhcp'

config interface 'wan6'
	option device '@wan'
	option proto 'dhcpv6'
`;

const luaOriginal = `
config settings 'settings'
	option enabled '1'
	option mode 'multiuplink'
	option check_interval '30'

config interface 'wan1'
	option enabled '1'
	option device 'wan'
	option metric '1'
	option weight '3'
	option ping_target '1.1.1.1'

config interface
	option enabled '1'
	option device 'eth7'
`;

/** In the shape of what mwan3's package installs, with two rules of somebody's own. */
const mwan3 = `
config globals 'globals'
	option mmx_mask '0x3F00'

config interface 'wan'
	option enabled '1'
	list track_ip '1.0.0.1'
	list track_ip '1.1.1.1'
	option family 'ipv4'
	option reliability '2'

config interface 'wan6'
	option enabled '1'
	list track_ip '2606:4700:4700::1001'
	option family 'ipv6'

config interface 'lte'
	option enabled '1'
	option interval '20'

config member 'wan_m1'
	option interface 'wan'
	option metric '1'

config member 'wan6_m1'
	option interface 'wan6'
	option metric '1'

config member 'lte_m2'
	option interface 'lte'
	option metric '2'

config policy 'wan_lte'
	list use_member 'wan_m1'
	list use_member 'wan6_m1'
	list use_member 'lte_m2'

config policy 'lte_only'
	list use_member 'lte_m2'

config rule 'phone'
	option src_ip '192.168.1.50'
	option proto 'udp'
	option dest_port '5060,10000:20000'
	option use_policy 'lte_only'

config rule 'films'
	option ipset 'films'
	option use_policy 'lte_only'

config rule 'everything'
	option dest_ip '0.0.0.0/0'
	option use_policy 'wan_lte'
	option family 'ipv4'
`;

export { dsaNetwork, luaOriginal, mwan3, shippedFirewall };
