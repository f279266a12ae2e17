/** What would make a switch fail is said before it does: by the daemon, in rpcd and on the shell. */
import { expect, test } from "vitest";
import { replySchemas } from "../../shared/schema/replies.ts";
import { fast } from "./household.ts";
import { until } from "./router.ts";
import { callOnShell, startRpcd } from "./rpc-client.ts";
import { onRealKernel } from "./suite.ts";

/** As OpenWrt ships it; nobody thought of the second line. */
const firewall = `
config zone
	option name 'lan'
	list network 'lan'

config zone
	option name 'wan'
	list network 'wan'
	option masq '1'

config forwarding
	option src 'lan'
	option dest 'wan'
`;

onRealKernel(
  "oldest",
  (build) => {
    test("a backup in no firewall zone is named by everybody, and no longer once it is in one", async (context) => {
      const household = await build(context, fast);
      const { router } = household;
      router.write("etc/config/firewall", firewall);
      await startRpcd(router);
      household.startDaemon();
      await household.settle();
      const ask = (method: "status" | "config" | "validate", args?: object) =>
        callOnShell(router, method, args).reply;
      const warnings = () => replySchemas.status.parse(ask("status")).warnings;
      const told = {
        section: "lte",
        code: "no_zone",
        message:
          "lte is in no firewall zone: the house would be offline through it; add 'wwan' to zone 'wan' under Network > Firewall",
      };
      await until(() => warnings().length > 0, 5000, "the warning");
      expect(warnings()).toEqual([told]);
      expect(ask("config")).toMatchObject({ problems: [], warnings: [told] });
      const sections = [
        { ".type": "global", ".name": "global" },
        { ".type": "interface", ".name": "lte", name: "wwan" },
        { ".type": "interface", ".name": "third", name: "WAN" },
      ];
      expect(ask("validate", { sections })).toMatchObject({
        valid: true,
        warnings: [
          {
            section: "third",
            code: "unknown_interface",
            message: expect.stringContaining("'wan'"),
          },
          told,
        ],
      });
      expect(router.read("log/mini-mwan.log")).toContain(` warning ${told.message}\n`);

      // Whoever changes the firewall tells nobody: files are looked at now and then, and at a reload.
      router.write(
        "etc/config/firewall",
        firewall.replace("list network 'wan'", "$&\n\tlist network 'wwan'")
      );
      router.signal("daemon", "SIGHUP");
      await until(() => warnings().length === 0, 5000, "no warning");
      expect(ask("config")).toMatchObject({ warnings: [] });
      expect(router.read("log/mini-mwan.log")).toContain(` notice no longer: ${told.message}\n`);
    });
  },
  ["rpcd", "uhttpd"]
);
