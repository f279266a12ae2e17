/** The router itself: versions, what is installed, and whether the service is under way. */
import { access, lsdir, popen, readfile } from "ucode:fs";
import { connect } from "ucode:ubus";
import { packageName } from "../../shared/options.ts";
import { matchLine } from "../../shared/router/text.ts";
import { version } from "../../shared/version.ts";

/** rpcd stands still meanwhile. */
const timeoutS = 1;

/** Asks a fresh ucode: rpcd has some of them already. */
const moduleCheck =
  'ucode -e \'for (let m in ["fs", "uci", "ubus", "uloop", "rtnl", "socket"]) { let ok = false; try { ok = require(m) != null; } catch (e) {} print(m, ok ? " ok, " : " MISSING, "); }\' 2>&1';

const nftFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Output of a constant command line, at most this many bytes; null when there is no such program. */
function outputOf(command: string, maxBytes: number): string | null {
  const program = popen(command, "r");
  const output = program?.read?.(maxBytes) ?? "";
  // What is not read ends the program with its next word.
  const exitCode = program?.close?.() ?? 127;
  return exitCode == 127 ? null : output;
}

function firstLine(path: string): string {
  return trim(split(readfile(path, 256) ?? "", "\n")[0] ?? "");
}

/** Value of a `KEY='value'` line. */
function valueIn(text: string, key: string): string | null {
  const lines = split(text, "\n");
  for (let i = 0; i < length(lines); i++) {
    const found = matchLine(lines[i] as string, /^([A-Z_]+)=['"]?([^'"\n]*)['"]?$/);
    if (found?.[1] == key) {
      return found[2] as string;
    }
  }
  return null;
}

function releaseText(): string {
  const own = readfile("/etc/openwrt_release", 4096) ?? "";
  const description =
    valueIn(own, "DISTRIB_DESCRIPTION") ??
    valueIn(readfile("/etc/os-release", 4096) ?? "", "PRETTY_NAME");
  const target = valueIn(own, "DISTRIB_TARGET") ?? "target unknown";
  return `${description ?? "unknown"} (${target}, ${valueIn(own, "DISTRIB_ARCH") ?? "unknown architecture"})`;
}

function versionsText(daemonVersion: string | null): string {
  const memory = matchLine(
    replace(readfile("/proc/meminfo", 512) ?? "", /\n/g, " "),
    /MemTotal: *([0-9]+ kB)/
  );
  return join("\n", [
    `mini-mwan: plugin ${version}, service ${daemonVersion ?? "not running"}`,
    `release: ${releaseText()}`,
    `kernel: ${firstLine("/proc/sys/kernel/osrelease")}`,
    `device: ${firstLine("/tmp/sysinfo/model")}`,
    `memory: ${memory?.[1] ?? "unknown"}`,
  ]);
}

function modulesText(): string {
  const nft = length(filter(nftFolders, (folder) => access(`${folder}/nft`, "x"))) > 0;
  const modules = trim(outputOf(moduleCheck, 1024) ?? "ucode cannot be started,");
  return `modules: ${modules} nft ${nft ? "ok" : "MISSING"}`;
}

/** What procd has of the service. */
function procdText(): string {
  const bus = connect(null, timeoutS);
  const reply = bus?.call?.("service", "list", { name: packageName }) as {
    [name: string]: { instances?: { [name: string]: { running?: boolean; pid?: number } } };
  } | null;
  bus?.disconnect?.();
  if (reply == null) {
    return "procd does not answer";
  }
  const instances = values(reply[packageName]?.instances ?? {});
  return instances[0]?.running == true ? `running as process ${instances[0]?.pid}` : "not running";
}

function serviceText(): string {
  const links = filter(
    lsdir("/etc/rc.d") ?? [],
    (name) => matchLine(name, /^S[0-9]+mini-mwan$/) != null
  );
  return `service: ${procdText()}, ${length(links) > 0 ? "starts" : "does not start"} at boot`;
}

export { modulesText, outputOf, serviceText, versionsText };
