// Runs the official JavaScript client, unchanged, against the emulator behind its port. See README.md.
import { startEmulator, token } from "./emulator.mjs";
import { ended, equal, matches, ok, rejects, runChecks } from "./expect.mjs";
import { zip } from "./zip.mjs";

const { default: Replicate } = await import("replicate").catch(() => ({}));
if (!Replicate) {
  console.log("Skipped: the package 'replicate' is not installed. Run 'npm ci' in tests/JavaScript first.");
  process.exit(0);
}

// One transparent pixel.
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const dataset = zip(Array.from({ length: 4 }, (_, n) => [`picture-${n}.png`, png]));

const emulator = await startEmulator();
const replicate = new Replicate({ auth: token, baseUrl: emulator.baseUrl });
const trainer = { owner: "ostris", name: "flux-dev-lora-trainer" };
const made = {};

const failures = await runChecks({
  "accounts.current": async () => {
    const account = await replicate.accounts.current();
    ok(account.username && account.type);
    made.owner = account.username;
  },
  "a wrong token is refused with status 401": async () => {
    const stranger = new Replicate({ auth: "r8_wrong", baseUrl: emulator.baseUrl });
    const fault = await rejects(stranger.accounts.current());
    equal(fault.response.status, 401);
  },
  "hardware.list": async () => ok((await replicate.hardware.list()).every((item) => item.name && item.sku)),
  "models.get": async () => {
    const model = await replicate.models.get(trainer.owner, trainer.name);
    trainer.version = model.latest_version.id;
    equal(trainer.version.length, 64);
  },
  "models.get of none is refused with status 404": async () => {
    equal((await rejects(replicate.models.get("nobody", "nothing"))).response.status, 404);
  },
  "models.versions.list and get": async () => {
    const { results } = await replicate.models.versions.list(trainer.owner, trainer.name);
    const version = await replicate.models.versions.get(trainer.owner, trainer.name, results[0].id);
    ok(version.openapi_schema.components.schemas.Input);
  },
  "models.create": async () => {
    const model = await replicate.models.create(made.owner, "my-style", { visibility: "private", hardware: "gpu-t4" });
    equal(`${model.owner}/${model.name}`, `${made.owner}/my-style`);
    equal(model.visibility, "private");
  },
  "models.create of one that exists is refused with status 409": async () => {
    const again = replicate.models.create(made.owner, "my-style", { visibility: "private", hardware: "gpu-t4" });
    equal((await rejects(again)).response.status, 409);
  },
  "files.create, get, list": async () => {
    const file = await replicate.files.create(new File([dataset], "dataset.zip", { type: "application/zip" }));
    equal(file.size, dataset.length);
    equal(file.name, "dataset.zip");
    equal((await replicate.files.get(file.id)).checksums.sha256, file.checksums.sha256);
    ok((await replicate.files.list()).results.some((item) => item.id === file.id));
    made.dataset = file.urls.get;
  },
  "files.create from a buffer with metadata, and delete": async () => {
    const file = await replicate.files.create(png, { about: "one pixel" });
    equal(file.size, png.length);
    equal(file.metadata.about, "one pixel");
    ok(await replicate.files.delete(file.id));
    equal((await rejects(replicate.files.get(file.id))).response.status, 404);
  },
  "trainings.create and get, until it has succeeded": async () => {
    const training = await replicate.trainings.create(trainer.owner, trainer.name, trainer.version, {
      destination: `${made.owner}/my-style`,
      input: { input_images: made.dataset, trigger_word: "MYSTYLE", steps: 100 },
    });
    equal(training.status, "starting");
    const done = await ended(() => replicate.trainings.get(training.id));
    equal(done.status, "succeeded", done.error);
    matches(done.output.version, new RegExp(`^${made.owner}/my-style:[0-9a-f]{64}$`));
    made.version = done.output.version;
  },
  "trainings.list": async () => equal((await replicate.trainings.list()).results.length, 1),
  "trainings.cancel": async () => {
    const training = await replicate.trainings.create(trainer.owner, trainer.name, trainer.version, {
      destination: `${made.owner}/my-style`,
      input: { input_images: made.dataset },
    });
    await replicate.trainings.cancel(training.id);
    equal((await ended(() => replicate.trainings.get(training.id))).status, "canceled");
  },
  "trainings.create to a model that does not exist is refused": async () => {
    const lost = replicate.trainings.create(trainer.owner, trainer.name, trainer.version, {
      destination: `${made.owner}/not-there`,
      input: { input_images: made.dataset },
    });
    ok((await rejects(lost)).response.status >= 400);
  },
  "deployments.create, get, list, update": async () => {
    const [model, version] = made.version.split(":");
    const settings = { model, version, hardware: "gpu-t4", min_instances: 0, max_instances: 1 };
    const created = await replicate.deployments.create({ name: "my-style", ...settings });
    equal(created.current_release.number, 1);
    equal((await replicate.deployments.get(made.owner, "my-style")).name, "my-style");
    equal((await replicate.deployments.list()).results.length, 1);
    const updated = await replicate.deployments.update(made.owner, "my-style", { max_instances: 2 });
    equal(updated.current_release.number, 2);
  },
  "deployments.predictions.create and wait": async () => {
    const prediction = await replicate.deployments.predictions.create(made.owner, "my-style", {
      input: { prompt: "a lighthouse in MYSTYLE" },
    });
    const done = await replicate.wait(prediction);
    equal(done.status, "succeeded", done.error);
    equal(done.deployment, `${made.owner}/my-style`);
    const picture = await fetch(done.output[0]);
    ok(picture.ok && (await picture.arrayBuffer()).byteLength > 1000);
  },
  "deployments.predictions.create that blocks": async () => {
    const prediction = await replicate.deployments.predictions.create(made.owner, "my-style", {
      input: { prompt: "a lighthouse in MYSTYLE" },
      wait: 60,
    });
    ok(prediction.output?.length > 0 || prediction.status === "succeeded");
  },
  "predictions.create of a model, get and wait": async () => {
    const prediction = await replicate.predictions.create({ model: "black-forest-labs/flux-schnell", input: { prompt: "a lighthouse" } });
    equal((await replicate.predictions.get(prediction.id)).id, prediction.id);
    equal((await replicate.wait(prediction)).status, "succeeded");
  },
  "predictions.create of a version": async () => {
    const prediction = await replicate.predictions.create({ version: made.version.split(":")[1], input: { prompt: "a lighthouse in MYSTYLE" } });
    equal((await replicate.wait(prediction)).status, "succeeded");
  },
  "predictions.create with an input that the model refuses": async () => {
    const fault = await rejects(replicate.predictions.create({ model: "black-forest-labs/flux-schnell", input: { num_outputs: 1 } }));
    equal(fault.response.status, 422);
    matches(fault.message, /prompt is required/);
  },
  "predictions.cancel": async () => {
    const prediction = await replicate.predictions.create({ model: "emulator/slow", input: { seconds: 600 } });
    await replicate.predictions.cancel(prediction.id);
    equal((await ended(() => replicate.predictions.get(prediction.id))).status, "canceled");
  },
  "run that blocks": async () => {
    const output = await replicate.run("black-forest-labs/flux-schnell", { input: { prompt: "a lighthouse" } });
    equal(output.length, 1);
  },
  "run that polls, with its progress": async () => {
    const seen = [];
    const output = await replicate.run(
      made.version,
      { input: { prompt: "a lighthouse in MYSTYLE" }, wait: { mode: "poll", interval: 100 } },
      (prediction) => seen.push(prediction.status),
    );
    equal(output.length, 1);
    equal(seen[0], "starting");
    equal(seen.at(-1), "succeeded");
  },
  "run with a file of this machine as input": async () => {
    const model = await replicate.models.get("nightmareai", "real-esrgan");
    const output = await replicate.run(`nightmareai/real-esrgan:${model.latest_version.id}`, { input: { image: png, scale: 2 } });
    ok(String(output).length > 0);
  },
  "run of a language model": async () => {
    const output = await replicate.run("meta/meta-llama-3-8b-instruct", { input: { prompt: "Say hello." } });
    ok(output.join("").length > 0);
  },
  "stream of a language model": async () => {
    const words = [];
    for await (const event of replicate.stream("meta/meta-llama-3-8b-instruct", { input: { prompt: "What is a harbour?" } })) {
      words.push(event);
    }
    ok(words.length > 20 && words.every((event) => /^\d+:\d+$/.test(event.id)));
    matches(words.join(""), /^That is a good question about harbour\..*\n\n> What is a harbour\?\n\n/);
    equal(words.at(-1).event, "done");
  },
  "stream of a model that makes pictures": async () => {
    const events = [];
    for await (const event of replicate.stream("black-forest-labs/flux-schnell", { input: { prompt: "a lighthouse", megapixels: "0.25" } })) {
      events.push(event);
    }
    equal(events[0].event, "logs");
    const [picture] = events.filter((event) => event.event === "output").map((event) => event.data);
    ok((await picture.blob()).size > 1000);
  },
  "stream of a model that fails": async () => {
    const events = replicate.stream("emulator/always-fails", { input: { message: "Out of memory" } });
    matches((await rejects((async () => { for await (const _ of events); })())).message, /Out of memory/);
  },
  "run that fails": async () => {
    const fault = await rejects(replicate.run("emulator/always-fails", { input: {}, wait: { mode: "poll", interval: 100 } }));
    matches(fault.message, /^Prediction failed: /);
  },
  "predictions.list and paginate": async () => {
    await Promise.all(Array.from({ length: 110 }, (_, n) =>
      replicate.predictions.create({ model: "emulator/echo", input: { text: `row ${n}` } })));
    const ids = [];
    let pages = 0;
    for await (const page of replicate.paginate(replicate.predictions.list)) {
      ids.push(...page.map((prediction) => prediction.id));
      pages++;
    }
    equal(new Set(ids).size, ids.length);
    ok(ids.length > 110 && pages > 1);
  },
  "deployments.delete": async () => {
    // One that was used lately cannot be deleted.
    const fault = await rejects(replicate.deployments.delete(made.owner, "my-style"));
    equal(fault.response.status, 400);
    const [model, version] = made.version.split(":");
    await replicate.deployments.create({ name: "unused", model, version, hardware: "cpu", min_instances: 0, max_instances: 1 });
    ok(await replicate.deployments.delete(made.owner, "unused"));
  },
});

emulator.stop();
process.exit(failures === 0 ? 0 : 1);
