/** The web server of `npm start`: the pages by Vite, everything else by the simulated router. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { join } from "node:path";
import type { ViteDevServer } from "vite";
import type { Host } from "./host-api.ts";

interface ServerOptions {
  /** Not listening yet; Vite's own connection to the page goes through it, too. */
  server: Server;
  vite: ViteDevServer;
  host: Host;
  /** The project's folder. */
  root: string;
  /** 0 takes any that is free. */
  port: number;
}

/** How often real time moves the virtual clock on. */
const tickMs = 50;

/** After a pause of the machine the world does not catch up on more than this. */
const maxCatchUpMs = 1000;

/** More than the router takes, so that it is the router that refuses. */
const maxBodyBytes = 256 * 1024;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(text);
}

/** Addresses that a page gives relative to its own folder, as the development server has them. */
function withServedPaths(html: string, folder: string): string {
  const served = `/@fs/${folder.replace(/^\//, "")}/`;
  return html.replace(/\b(src|href)="\.\//g, `$1="${served}`);
}

/** The page in a folder, through Vite; null when there is none. */
async function loadPage({ vite, root }: ServerOptions, folder: string): Promise<string | null> {
  const path = join(root, folder);
  const html = await readFile(join(path, "index.html"), "utf8").catch(() => null);
  if (html === null) return null;
  const isRoot = join(vite.config.root, "/") === join(path, "/");
  return vite.transformIndexHtml("/index.html", isRoot ? html : withServedPaths(html, path));
}

async function answerPage(options: ServerOptions, path: string): Promise<string | null> {
  if (path === "/") return loadPage(options, "simulator/demo");
  const { base } = options.vite.config;
  return path === base || path === `${base}index.html` ? loadPage(options, "frontend") : null;
}

async function answer(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const method = request.method ?? "GET";
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (`${path}/` === options.vite.config.base) {
    response.writeHead(302, { location: options.vite.config.base }).end();
    return;
  }
  const isOfRouter = /^\/(ubus|simulator)\b/.test(path);
  const body = isOfRouter ? await readBody(request) : "";
  const routed = isOfRouter ? options.host.answer(method, path, body) : null;
  if (routed) return send(response, routed.status, "application/json", JSON.stringify(routed.data));
  const page = method === "GET" ? await answerPage(options, path) : null;
  if (page !== null) return send(response, 200, "text/html; charset=utf-8", page);
  options.vite.middlewares(request, response, () =>
    send(response, 404, "text/plain", `Nothing is at ${path}.\n`)
  );
}

function driveClock(host: Host): void {
  let lastMs = performance.now();
  setInterval(() => {
    const nowMs = performance.now();
    host.advance(Math.min(nowMs - lastMs, maxCatchUpMs));
    lastMs = nowMs;
  }, tickMs);
}

/** Serves on 127.0.0.1 and lets the router's time run. Rejects when it cannot listen. */
function startServer(options: ServerOptions): Promise<Server> {
  const { server } = options;
  server.on("request", (request, response) => {
    answer(options, request, response).catch((problem: unknown) => {
      console.error(problem);
      if (!response.headersSent) send(response, 500, "text/plain", `${String(problem)}\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => {
      driveClock(options.host);
      resolve(server);
    });
  });
}

export { startServer };
