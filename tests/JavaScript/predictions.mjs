// Predictions: each way to create, run, stream, wait for, cancel and list them. made.version is a version that a training has made.
import { ended, equal, matches, ok, pagesOf, rejects } from "./expect.mjs";

export const predictionChecks = (replicate, made, png) => ({
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
  "run that blocks for less than it takes": async () => {
    const output = await replicate.run("emulator/slow", { input: { seconds: 90 }, wait: { mode: "block", timeout: 1, interval: 100 } });
    ok(String(output).length > 0);
  },
  "run that is stopped by its signal": async () => {
    const abort = new AbortController();
    const seen = [];
    await replicate.run(
      "emulator/slow",
      { input: { seconds: 600 }, wait: { mode: "poll", interval: 100 }, signal: abort.signal },
      (prediction) => {
        seen.push(prediction.id);
        abort.abort();
      },
    );
    equal((await ended(() => replicate.predictions.get(seen[0]))).status, "canceled");
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
    const pages = await pagesOf(replicate, replicate.predictions.list);
    const times = pages.flat().map((prediction) => Date.parse(prediction.created_at));
    equal(new Set(pages.flat().map((prediction) => prediction.id)).size, times.length);
    ok(times.length > 110 && pages.length > 1);
    ok(times.every((time, n) => n === 0 || time <= times[n - 1]), "newest first");
    made.times = times;
  },
  "request of the predictions between two times": async () => {
    const between = { created_after: new Date(made.times[20]).toISOString(), created_before: new Date(made.times[10] + 1).toISOString() };
    const { results } = await (await replicate.request("/predictions", { params: between })).json();
    ok(results.length > 0 && results.length < made.times.length);
    const times = results.map((prediction) => Date.parse(prediction.created_at));
    ok(times.every((time) => time >= Date.parse(between.created_after) && time < Date.parse(between.created_before)));
    const web = await (await replicate.request("/predictions", { params: { source: "web" } })).json();
    ok(web.results.every((prediction) => prediction.source === "web"));
  },
});
