"use strict";
"require baseclass";
"require rpc";
"require ui";

const readStatus = rpc.declare({ object: "mini-mwan", method: "status", reject: true });

function stateOf({ status, health }) {
	switch (status) {
		case "up":
			return health == "degraded" ? _("Degraded") : _("UP");
		case "down":
			return _("DOWN");
		case "interface_down":
			return _("No link");
		case "disabled":
			return _("Disabled");
		default:
			return _("Unknown");
	}
}

const values = /'[^']*'|[\d.]+ (%|ms|s)(?!\w)|[^\s,]*\d[^\s,]*(, [^\s,]*\d[^\s,]*)*/g;

/* The catalogue has the daemon's clauses, with %s for each of their values. */
function reasonText(reason) {
	const found = reason.match(values) ?? [];
	return reason
		.replace(values, "%s")
		.replace(/[^\s,;:][^,;:]*/g, (clause) => _(clause).replace(/%s/g, () => found.shift() ?? ""));
}

/* The first one, and how many more there are. */
function warningBox([first, ...more]) {
	const count = more.length > 0 ? ` (+${more.length})` : "";
	return E("p", { class: "alert-message warning" }, [`${reasonText(first.message)}${count}`]);
}

const measured = (value, unit) => (value == null ? null : `${Math.round(value * 10) / 10} ${unit}`);

/* Names and values by turns; LuCI leaves out those without a value. */
function pathItems(path, family) {
	const isFine = path.status == "up" && path.health != "degraded";
	return [
		family ? `${_("State")} (${family})` : _("State"),
		stateOf(path),
		_("Reason"),
		isFine ? null : reasonText(path.reason),
		_("Traffic"),
		path.active ? measured(path.share_pct, "%") : null,
		_("Latency"),
		measured(path.latency_ms, "ms"),
		_("Loss"),
		measured(path.loss_pct, "%"),
	];
}

function uplinkBox(uplink) {
	const { ipv6 } = uplink;
	const items = [...pathItems(uplink, ipv6 && "IPv4"), ...(ipv6 ? pathItems(ipv6, "IPv6") : [])];
	const isUsed = uplink.active || ipv6?.active;
	const list = ui.itemlist(E("span"), items);
	/* A reason can be longer than a phone is wide. */
	list.querySelectorAll(".nowrap").forEach((item) => item.classList.remove("nowrap"));
	return E("div", { class: "ifacebox" }, [
		E("div", { class: `ifacebox-head center ${isUsed ? "active" : ""}` }, [
			E("strong", [uplink.label]),
		]),
		E("div", { class: "ifacebox-body left", style: "white-space: normal" }, [list]),
	]);
}

return baseclass.extend({
	title: "Mini-MWAN",

	/* A rejection would end the widget until the page is reloaded; whoever may not see it gets none. */
	load() {
		return readStatus().catch(() => null);
	},

	render(status) {
		const { uplinks = [], warnings = [] } = status ?? {};
		const isRunning = status?.service == "running";
		if (!status || (isRunning && uplinks.length == 0)) return null;
		const trouble =
			status.service == "stale"
				? _("Mini-MWAN has stopped reporting")
				: _("Mini-MWAN is not running");
		return E("div", [
			...(isRunning ? [] : [E("p", { class: "alert-message warning" }, [trouble])]),
			...(warnings.length > 0 ? [warningBox(warnings)] : []),
			E("div", { class: "network-status-table" }, uplinks.map(uplinkBox)),
			E("a", { href: L.url("admin/network/mini-mwan/status") }, [_("Show details")]),
		]);
	},
});
