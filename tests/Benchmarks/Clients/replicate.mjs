// The cases of the benchmark with the official JavaScript client.
import { createWriteStream, existsSync, mkdirSync, openAsBlob, readFileSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const [name, api, countText, target, folder] = process.argv.slice(2);
const count = Number(countText);

// The kernel's own figure where there is one: the other may still hold the peak of the process that started this one.
function peakMiB() {
  const kib = existsSync("/proc/self/status")
    ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1])
    : process.resourceUsage().maxRSS;
  return kib / 1024;
}

// Reads page by page and drops what it has read; how much memory the process holds after a thirtieth, a third and all of it.
const curve = [];
async function dropped(list, size, isGood) {
  const whole = count * size;
  const marks = [Math.ceil(whole / 30), Math.ceil(whole / 3), whole];
  let seen = 0;
  let pages = 0;
  for await (const page of replicate.paginate(list)) {
    for (const item of page) {
      if (isGood(item) && marks.includes(++seen)) {
        curve.push(process.memoryUsage.rss() / 1048576);
      }
    }
    if (++pages === count) {
      break;
    }
  }
  return seen;
}

let started = performance.now();
let before = process.cpuUsage();
let replicate;
if (name !== "idle") {
  const { default: Replicate } = await import("replicate");
  replicate = new Replicate({ auth: "r8_benchmark", baseUrl: api });
}

if (name !== "idle" && name !== "first") {
  await replicate.accounts.current();
  if (name === "files") {
    await save(`${target}/0.bin`, `${folder}/first.bin`);
  }
  before = process.cpuUsage();
  started = performance.now();
}

const model = "black-forest-labs/flux-schnell";

// Does something with each input, 32 at once.
async function inFlight(work) {
  const all = [];
  let seed = 0;
  const worker = async () => {
    while (seed < count) {
      all.push(await work({ prompt: "a lighthouse at dawn", seed: ++seed }));
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  return all;
}

// What run() returns for a file streams the same way, with fetch.
async function save(url, path) {
  const response = await fetch(url);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  return statSync(path).size;
}

const cases = {
  idle: async () => 0,
  first: async () => ((await replicate.accounts.current()).username ? 1 : 0),
  gets: async () => {
    const all = [];
    for (let i = 0; i < count; i++) {
      all.push(await replicate.predictions.get(target));
    }
    return all.filter((prediction) => prediction.id === target).length;
  },
  creates: async () => {
    const all = await inFlight((input) => replicate.predictions.create({ model, input }));
    return new Set(all.map((prediction) => prediction.id)).size;
  },
  runs: async () => {
    const all = await inFlight(async (input) => (await replicate.run(model, { input }))[0].url().href);
    return new Set(all).size;
  },
  pages: async () => {
    const all = [];
    let pages = 0;
    for await (const page of replicate.paginate(replicate.predictions.list)) {
      all.push(...page);
      if (++pages === count) {
        break;
      }
    }
    return all.filter((prediction) => prediction.status === "succeeded" && prediction.created_at).length;
  },
  dropped: () => dropped(replicate.predictions.list, 100, (prediction) => prediction.status === "succeeded" && prediction.created_at),
  models: () => dropped(replicate.models.list, 25, (model) => model.run_count && model.created_at),
  stream: async () => {
    const all = [];
    for await (const event of replicate.stream(`stream/burst-${count}`, { input: { prompt: "x" } })) {
      if (event.event === "output") {
        all.push(String(event));
      }
    }
    return new Set(all).size;
  },
  word: () => delaysOfWords(),
  words: () => delaysOfWords(),
  upload: async () => (await replicate.files.create(await openAsBlob(`${folder}/upload.bin`))).size,
  download: () => save(target, `${folder}/replicate.download`),
  files: async () => {
    mkdirSync(`${folder}/replicate`);
    let next = 0;
    let done = 0;
    const worker = async () => {
      while (next < count) {
        const name = `${++next}.bin`;
        const size = await save(`${target}/${name}`, `${folder}/replicate/${name}`);
        done += size > 0 ? 1 : 0;
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return done;
  },
};

const delays = [];
async function delaysOfWords() {
  for await (const event of replicate.stream(`stream/paced-${count}`, { input: { prompt: "x" } })) {
    if (event.event === "output") {
      delays.push(performance.timeOrigin + performance.now() - Number(String(event)) / 1000);
    }
  }
  return delays.length;
}

const done = await cases[name]();
const milliseconds = name === "word" ? delays[0]
  : name === "words" ? delays.reduce((sum, delay) => sum + delay, 0) / delays.length
  : performance.now() - started;
const cpu = process.cpuUsage(before);
console.log(JSON.stringify({ milliseconds, cpuMilliseconds: (cpu.user + cpu.system) / 1000, done, peakMiB: peakMiB(), curve }));
process.exit(0);
