// Runs the official JavaScript client, unchanged, against the emulator behind its port. See README.md.
import { seededModels, startEmulator, token } from "./emulator.mjs";
import { ended, equal, matches, ok, pagesOf, rejects, runChecks } from "./expect.mjs";
import { zip } from "./zip.mjs";

const { default: Replicate, parseProgressFromLogs } = await import("replicate").catch(() => ({}));
if (!Replicate) {
  console.log("Skipped: the package 'replicate' is not installed. Run 'npm ci' in tests/JavaScript first.");
  process.exit(0);
}

// One of these imports the package itself.
const { catalogueChecks } = await import("./catalogue.mjs");
const { predictionChecks } = await import("./predictions.mjs");
const { webhookChecks } = await import("./webhooks.mjs");

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
  ...catalogueChecks(replicate, Replicate, { seededModels }),
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
    made.training = done;
  },
  "the progress of a training from its log": async () => {
    const progress = parseProgressFromLogs(made.training);
    equal(progress.percentage, 1);
    equal(progress.current, progress.total);
  },
  "trainings.list and paginate": async () => equal((await pagesOf(replicate, replicate.trainings.list)).flat().length, 1),
  "trainings.cancel": async () => {
    const training = await replicate.trainings.create(trainer.owner, trainer.name, trainer.version, {
      destination: `${made.owner}/my-style`,
      input: { input_images: made.dataset },
    });
    await replicate.trainings.cancel(training.id);
    equal((await ended(() => replicate.trainings.get(training.id))).status, "canceled");
  },
  "a version that a training has made": async () => {
    const [owner, name] = made.version.split(/[/:]/);
    const { results } = await replicate.models.versions.list(owner, name);
    equal(results.length, 1);
    equal(`${owner}/${name}:${results[0].id}`, made.version);
    equal((await replicate.models.get(owner, name)).latest_version.id, results[0].id);
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
  ...predictionChecks(replicate, made, png),
  "files.create with a name of another script, list and paginate, delete twice": async () => {
    const file = await replicate.files.create(new File(["hello"], "Grüße – 1.txt", { type: "text/plain" }));
    equal(file.name, "Grüße – 1.txt");
    matches(file.content_type, /^text\/plain/);
    const ids = (await pagesOf(replicate, replicate.files.list)).flat().map((one) => one.id);
    ok(ids.includes(file.id) && new Set(ids).size === ids.length);
    ok(await replicate.files.delete(file.id));
    equal((await rejects(replicate.files.delete(file.id))).response.status, 404);
  },
  "deployments.list and paginate": async () => {
    const all = (await pagesOf(replicate, replicate.deployments.list)).flat();
    equal(all.length, 1);
    equal(all[0].current_release.number, 2);
    equal(all[0].current_release.configuration.max_instances, 2);
  },
  "deployments.get of none is refused with status 404": async () => {
    equal((await rejects(replicate.deployments.get(made.owner, "nothing"))).response.status, 404);
  },
  "deployments.create with too many machines is refused": async () => {
    const [model, version] = made.version.split(":");
    const settings = { name: "big", model, version, hardware: "cpu", min_instances: 6, max_instances: 21 };
    equal((await rejects(replicate.deployments.create(settings))).response.status, 400);
  },
  ...webhookChecks(replicate),
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
