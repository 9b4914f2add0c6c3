// What is public: models, their texts, collections, search. And models of one's own, in the requests that the client has no method for.
import { equal, matches, ok, pagesOf, rejects } from "./expect.mjs";

export const catalogueChecks = (replicate, Replicate, { seededModels }) => ({
  "models.list and paginate": async () => {
    const first = await replicate.models.list();
    equal(first.results.length, 25);
    equal(first.previous, null);
    const pages = await pagesOf(replicate, replicate.models.list);
    const names = pages.flat().map((model) => `${model.owner}/${model.name}`);
    ok(pages.length > 2 && names.length > seededModels);
    equal(new Set(names).size, names.length);
    ok(names.includes("meta/meta-llama-3-8b-instruct"));
  },
  "paginate ends with its signal": async () => {
    const abort = new AbortController();
    let pages = 0;
    for await (const page of replicate.paginate(replicate.models.list, { signal: abort.signal })) {
      pages += page.length > 0 ? 1 : 0;
      abort.abort();
    }
    equal(pages, 1);
  },
  "request of the models in another order": async () => {
    const list = async (sort_direction) => {
      const response = await replicate.request("/models", { params: { sort_by: "model_created_at", sort_direction } });
      return (await response.json()).results.map((model) => model.created_at);
    };
    const oldest = await list("asc");
    const newest = await list("desc");
    equal(String(oldest), String([...oldest].sort()));
    equal(String(newest), String([...newest].sort().reverse()));
    ok(oldest[0] < newest[0]);
  },
  "models.search": async () => {
    const found = await replicate.models.search("upscale");
    equal(found.next, null);
    equal(found.results[0].name, "real-esrgan");
    ok(found.results[0].latest_version.openapi_schema);
    equal((await replicate.models.search("qwertyuiop")).results.length, 0);
  },
  "models.search for nothing is refused": async () => {
    equal((await rejects(replicate.models.search(""))).response.status, 400);
  },
  "request of a search without a token": async () => {
    const stranger = new Replicate({ auth: "", baseUrl: replicate.baseUrl });
    const response = await stranger.request("/search", { params: { query: "image", limit: 2 } });
    const found = await response.json();
    equal(found.query, "image");
    equal(found.models.length, 2);
    ok(found.models[0].model.url && Array.isArray(found.models[0].metadata.tags));
    ok(found.collections.every((one) => one.slug && one.name));
    ok(found.pages.every((one) => one.href && one.name));
  },
  "collections.list, paginate and get": async () => {
    const pages = await pagesOf(replicate, replicate.collections.list);
    equal(pages.length, 1);
    const slugs = pages.flat().map((collection) => collection.slug);
    ok(slugs.includes("text-to-image"));
    for (const slug of slugs) {
      const collection = await replicate.collections.get(slug);
      ok(collection.name && collection.models.length > 0);
      ok(collection.models.every((model) => model.owner && model.name));
    }
  },
  "collections.get of none is refused with status 404": async () => {
    equal((await rejects(replicate.collections.get("nothing"))).response.status, 404);
  },
  "models.versions.list, newest first, and get": async () => {
    const { results } = await replicate.models.versions.list("stability-ai", "sdxl");
    const times = results.map((version) => version.created_at);
    equal(String(times), String([...times].sort().reverse()));
    for (const { id } of results) {
      const version = await replicate.models.versions.get("stability-ai", "sdxl", id);
      equal(version.id, id);
      ok(version.openapi_schema.components.schemas.Input.properties.prompt);
    }
    equal((await rejects(replicate.models.versions.get("stability-ai", "sdxl", "0".repeat(64)))).response.status, 404);
  },
  "request of a readme": async () => {
    const response = await replicate.request("/models/black-forest-labs/flux-schnell/readme", {});
    matches(response.headers.get("content-type"), /^text\/plain/);
    ok((await response.text()).length > 20);
  },
  "request of the examples": async () => {
    const response = await replicate.request("/models/black-forest-labs/flux-schnell/examples", {});
    const { results } = await response.json();
    ok(results.length > 0);
    ok(results.every((example) => example.status === "succeeded" && example.input.prompt && example.output));
  },
  "requests that change and delete a model": async () => {
    const { username } = await replicate.accounts.current();
    await replicate.models.create(username, "texts", { visibility: "private", hardware: "cpu" });
    const path = `/models/${username}/texts`;
    equal((await rejects(replicate.request(`${path}/readme`, {}))).response.status, 404);
    const data = { description: "Überall", readme: "# Texts\n– and more" };
    const changed = await (await replicate.request(path, { method: "PATCH", data })).json();
    equal(changed.description, data.description);
    equal(await (await replicate.request(`${path}/readme`, {})).text(), data.readme);
    equal((await replicate.request(path, { method: "DELETE" })).status, 204);
    equal((await rejects(replicate.models.get(username, "texts"))).response.status, 404);
  },
});
