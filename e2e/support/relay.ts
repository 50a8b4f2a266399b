// A relay of its own for the run: Debian's coturn on this machine's loopback, with a secret made for it. Media of the video tests go
// through it and through nothing else.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, appendFileSync, constants, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createSocket } from "node:dgram";

/** Where coturn is; undefined when it is not installed. */
export function coturn(): string | undefined {
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "turnserver"));
  return [...places, "/usr/bin/turnserver"].find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface Relay { url: string; secret: string; end: () => void }

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** Whether it answers the plainest question (RFC 8489: binding). */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (isThere: boolean) => { clearTimeout(timer); socket.close(); resolve(isThere); };
    const timer = setTimeout(() => end(false), 300);
    socket.once("message", () => end(true));
    socket.once("error", () => end(false));
    const question = Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
    socket.send(question, port, "127.0.0.1");
  });
}

/** Starts it; what it needs lies in `home`. */
export async function startRelay(program: string, home: string): Promise<Relay> {
  const [port, secret] = [await freePort(), randomBytes(24).toString("hex")];
  const file = join(home, "turnserver.conf");
  writeFileSync(file, [
    `listening-port=${port}`, "listening-ip=127.0.0.1", "relay-ip=127.0.0.1", "use-auth-secret", `static-auth-secret=${secret}`, "realm=linju",
    // Both ends of the test are on this machine; in an office peers on the loopback stay forbidden.
    "allow-loopback-peers", "no-tls", "no-dtls", "no-cli", "fingerprint", "no-multicast-peers",
    `userdb=${join(home, "turndb")}`, `pidfile=${join(home, "turnserver.pid")}`, "log-file=stdout", "simple-log", "",
  ].join("\n"), { mode: 0o600 });
  const said: string[] = [];
  const relay: ChildProcess = spawn(program, ["-c", file], { cwd: home, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [relay.stdout, relay.stderr]) stream?.on("data", (chunk: Buffer) => { said.push(chunk.toString()); if (said.length > 400) said.shift(); });
  for (let tries = 0; tries < 50; tries++) {
    if (await answers(port)) return { url: `turn:127.0.0.1:${port}?transport=udp`, secret, end: () => { relay.kill("SIGTERM"); } };
    if (relay.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  relay.kill("SIGKILL");
  throw new Error(`coturn did not start:\n${said.join("")}`);
}

/** Names the relay in the configuration of a data folder. */
export function setUp(relay: Relay, data: string): void {
  writeFileSync(join(data, "turn.secret"), relay.secret, { mode: 0o600 });
  appendFileSync(join(data, "linju.toml"), `\n[video]\nturn = ["${relay.url}"]\nsecret_file = "turn.secret"\n`);
}
