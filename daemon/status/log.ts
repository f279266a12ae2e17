/** One line for each transition: to stderr, which procd hands to syslog, and to a bounded file. */
import { open, rename, stat } from "ucode:fs";
import { oneLine } from "../../shared/router/text.ts";

const logPath = "/var/log/mini-mwan.log";

/** /var/log is memory: one full file and its predecessor are kept. */
const maxLogBytes = 65536;

/** What the original writes: `2026-11-21 12:03:07`. */
function timestamp(): string {
  const now = localtime();
  return sprintf(
    "%04d-%02d-%02d %02d:%02d:%02d",
    now.year,
    now.mon,
    now.mday,
    now.hour,
    now.min,
    now.sec
  );
}

/** Writes one line; a full disk costs the line, nothing else. */
function writeLog(level: "notice" | "warning", text: string): void {
  const line = oneLine(text);
  warn(`${line}\n`);
  if ((stat(logPath)?.size ?? 0) >= maxLogBytes) {
    rename(logPath, `${logPath}.1`);
  }
  const file = open(logPath, "a");
  if (file != null) {
    file.write(`${timestamp()} ${level} ${line}\n`);
    file.close();
  }
}

export { writeLog };
