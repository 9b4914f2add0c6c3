// Starts the emulator behind a port of this machine.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const token = "r8_javascript";
export const seededModels = 60;

const project = fileURLToPath(new URL("../../src/ReplicatePS.Emulator.Host/", import.meta.url));

export async function startEmulator() {
  const build = spawnSync("dotnet", ["build", project, "-v", "quiet"], { encoding: "utf8" });
  if (build.status !== 0) {
    throw new Error(`The emulator does not build:\n${build.stdout}`);
  }

  const options = ["--urls", "http://127.0.0.1:0", "--token", token, "--require-token", "--speed", "50", "--seed-models", seededModels];
  const host = spawn("dotnet", [`${project}bin/Debug/net10.0/ReplicatePS.Emulator.Host.dll`, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => host.kill());
  for await (const line of createInterface({ input: host.stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(line);
    if (address) {
      return { baseUrl: address[0], stop: () => host.kill() };
    }
  }

  throw new Error("The emulator ended before it listened.");
}
