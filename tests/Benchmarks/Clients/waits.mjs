// Waves of predictions with the official JavaScript client: each wave is created at once and waited for together.
import Replicate from "replicate";

const [api, waves, inFlight] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const replicate = new Replicate({ auth: "r8_benchmark", baseUrl: api });
const seconds = [0, 0.3, 1.2, 5];
const arrived = [];
let next = 0;

const one = async (input) => {
  const started = await replicate.predictions.create({ model: "bench/timed", input });
  const ended = await replicate.wait(started, { interval: 500 });
  arrived.push({ id: ended.id, at: performance.timeOrigin + performance.now(), status: ended.status });
};

for (let wave = 0; wave < waves; wave++) {
  await Promise.all(Array.from({ length: inFlight }, () => one({ seconds: seconds[next++ % 4] })));
}

console.log(JSON.stringify(arrived));
