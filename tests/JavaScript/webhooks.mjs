// Webhooks: what the emulator delivers to a server of this machine, and whether the client finds its signature good.
import { createServer } from "node:http";
import { validateWebhook } from "replicate";
import { ended, equal, ok } from "./expect.mjs";

/** A server that keeps every delivery; answers with the statuses given, and then with 200. */
async function receive(...statuses) {
  const deliveries = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      deliveries.push({ method: request.method, headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const has = async (isEnough) => {
    for (let tries = 0; tries < 100 && !isEnough(deliveries); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    ok(isEnough(deliveries), `Only ${deliveries.length} deliveries came within ten seconds.`);
    return deliveries;
  };
  return { url: `http://127.0.0.1:${server.address().port}/hook`, has, stop: () => server.close() };
}

const isLast = (delivery) => ["succeeded", "failed", "canceled"].includes(JSON.parse(delivery.body).status);

export function webhookChecks(replicate) {
  let secret;
  const valid = (delivery) => validateWebhook({ headers: delivery.headers, body: delivery.body }, secret);

  return {
    "webhooks.default.secret.get": async () => {
      secret = (await replicate.webhooks.default.secret.get()).key;
      ok(secret.startsWith("whsec_"));
    },
    "validateWebhook of what a prediction delivered": async () => {
      const receiver = await receive();
      const prediction = await replicate.predictions.create({
        model: "black-forest-labs/flux-schnell",
        input: { prompt: "a lighthouse – über dem Meer" },
        webhook: receiver.url,
        webhook_events_filter: ["start", "completed"],
      });
      const deliveries = await receiver.has((all) => all.some(isLast));
      receiver.stop();
      ok(deliveries.every((delivery) => delivery.method === "POST" && JSON.parse(delivery.body).id === prediction.id));
      for (const delivery of deliveries) {
        ok(await valid(delivery));
        ok(await validateWebhook({
          id: delivery.headers["webhook-id"],
          timestamp: delivery.headers["webhook-timestamp"],
          signature: delivery.headers["webhook-signature"],
          body: delivery.body,
          secret,
        }));
        const { method, headers, body } = delivery;
        ok(await validateWebhook(new Request(receiver.url, { method, headers, body }), secret));
      }
      const last = JSON.parse(deliveries.find(isLast).body);
      equal(last.status, "succeeded");
      equal(last.output.length, 1);
    },
    "validateWebhook of what was tampered with": async () => {
      const receiver = await receive();
      await replicate.predictions.create({ model: "emulator/echo", input: { text: "hello" }, webhook: receiver.url, webhook_events_filter: ["completed"] });
      const [delivery] = await receiver.has((all) => all.length > 0);
      receiver.stop();
      ok(await valid(delivery));
      equal(await valid({ ...delivery, body: delivery.body.replace("hello", "hullo") }), false);
      equal(await valid({ ...delivery, headers: { ...delivery.headers, "webhook-timestamp": "1700000000" } }), false);
      equal(await valid({ ...delivery, headers: { ...delivery.headers, "webhook-id": "msg_another" } }), false);
      equal(await validateWebhook({ headers: delivery.headers, body: delivery.body }, `whsec_${btoa("another secret")}`), false);
    },
    "a delivery that was refused comes again, with the same id": async () => {
      const receiver = await receive(500, 503);
      await replicate.predictions.create({ model: "emulator/echo", input: { text: "hello" }, webhook: receiver.url, webhook_events_filter: ["completed"] });
      const deliveries = await receiver.has((all) => all.length === 3);
      receiver.stop();
      equal(new Set(deliveries.map((delivery) => delivery.headers["webhook-id"])).size, 1);
      ok((await Promise.all(deliveries.map(valid))).every(Boolean));
    },
    "validateWebhook of what a canceled prediction delivered": async () => {
      const receiver = await receive();
      const prediction = await replicate.predictions.create({ model: "emulator/slow", input: { seconds: 600 }, webhook: receiver.url });
      await replicate.predictions.cancel(prediction.id);
      await ended(() => replicate.predictions.get(prediction.id));
      const deliveries = await receiver.has((all) => all.some(isLast));
      receiver.stop();
      equal(JSON.parse(deliveries.find(isLast).body).status, "canceled");
      ok((await Promise.all(deliveries.map(valid))).every(Boolean));
    },
  };
}
