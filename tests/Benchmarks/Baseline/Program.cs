using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Benchmarks.Baseline;

// Arguments: case, address of the API, how many, id of a prediction or URL of a download, folder of the files.
string name = args[0], api = args[1], target = args[3], folder = args[4];
int count = int.Parse(args[2]);

using Process self = Process.GetCurrentProcess();
Stopwatch watch = Stopwatch.StartNew();
TimeSpan before = self.TotalProcessorTime;
using HttpClient http = new();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "r8_benchmark");
if (name is not ("idle" or "first"))
{
    (await http.GetAsync($"{api}/account")).EnsureSuccessStatusCode();
    if (name == "files")
    {
        await SaveAsync($"{target}/0.bin", Path.Combine(folder, "first.bin"));
    }

    self.Refresh();
    before = self.TotalProcessorTime;
    watch.Restart();
}

List<double> curve = [];
List<double> delays = [];
long done = name switch
{
    "idle" => 0,
    "first" => (await http.GetStringAsync($"{api}/account")).Length > 0 ? 1 : 0,
    "gets" => await GetsAsync(),
    "creates" => await CreatesAsync(),
    "runs" => await RunsAsync(),
    "pages" => await PagesAsync(),
    "dropped" => await DroppedAsync<Prediction>("predictions", 100, prediction => prediction is { Status: "succeeded", CreatedAt: not null }),
    "models" => await DroppedAsync<Model>("models", 25, model => model is { RunCount: > 0, CreatedAt: not null }),
    "stream" => (await StreamAsync("burst", word => word)).Distinct().Count(),
    "word" or "words" => (delays = await StreamAsync("paced", Delay)).Count,
    "upload" => await UploadAsync(),
    "download" => await DownloadAsync(),
    "files" => await FilesAsync(),
    _ => throw new ArgumentException($"There is no case '{name}'."),
};
watch.Stop();

self.Refresh();
Console.WriteLine(JsonSerializer.Serialize(new
{
    milliseconds = name == "word" ? delays[0] : name == "words" ? delays.Average() : watch.Elapsed.TotalMilliseconds,
    cpuMilliseconds = (self.TotalProcessorTime - before).TotalMilliseconds,
    done,
    peakMiB = self.PeakWorkingSet64 / 1048576.0,
    curve,
}));

async Task<long> GetsAsync()
{
    List<Prediction> all = [];
    for (int i = 0; i < count; i++)
    {
        all.Add((await http.GetFromJsonAsync<Prediction>($"{api}/predictions/{target}"))!);
    }

    return all.Count(prediction => prediction.Id == target);
}

async Task<long> CreatesAsync()
{
    ConcurrentBag<Prediction> all = [];
    await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (seed, cancellation) =>
    {
        var body = new { input = new { prompt = "a lighthouse at dawn", seed } };
        using HttpResponseMessage response = await http.PostAsJsonAsync($"{api}/models/black-forest-labs/flux-schnell/predictions", body, cancellation);
        all.Add((await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Prediction>(cancellation))!);
    });
    return all.DistinctBy(prediction => prediction.Id).Count();
}

async Task<long> RunsAsync()
{
    ConcurrentBag<(string Id, string Url)> all = [];
    await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (seed, cancellation) =>
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"{api}/models/black-forest-labs/flux-schnell/predictions");
        request.Headers.Add("Prefer", "wait");
        request.Content = JsonContent.Create(new { input = new { prompt = "a lighthouse at dawn", seed } });
        using HttpResponseMessage response = await http.SendAsync(request, cancellation);
        Prediction prediction = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Prediction>(cancellation))!;
        all.Add((prediction.Id, prediction.Output!.Value[0].GetString()!));
    });
    return all.DistinctBy(run => run.Url).Count();
}

async Task<long> PagesAsync()
{
    List<Prediction> all = [];
    string? next = $"{api}/predictions";
    for (int page = 0; page < count && next is not null; page++)
    {
        Page<Prediction> read = (await http.GetFromJsonAsync<Page<Prediction>>(next))!;
        all.AddRange(read.Results);
        next = read.Next;
    }

    return all.Count(prediction => prediction is { Status: "succeeded", CreatedAt: not null });
}

// Reads page by page and drops what it has read; how much memory the process holds after a thirtieth, a third and all of it.
async Task<long> DroppedAsync<T>(string list, int size, Func<T, bool> isGood)
{
    int whole = count * size, seen = 0;
    int[] marks = [(whole + 29) / 30, (whole + 2) / 3, whole];
    string? next = $"{api}/{list}";
    for (int page = 0; page < count && next is not null; page++)
    {
        Page<T> read = (await http.GetFromJsonAsync<Page<T>>(next))!;
        foreach (T item in read.Results)
        {
            if (isGood(item) && marks.Contains(++seen))
            {
                self.Refresh();
                curve.Add(self.WorkingSet64 / 1048576.0);
            }
        }

        next = read.Next;
    }

    return seen;
}

async Task<List<T>> StreamAsync<T>(string kind, Func<string, T> read)
{
    using HttpResponseMessage created = await http.PostAsJsonAsync($"{api}/models/stream/{kind}-{count}/predictions", new { input = new { prompt = "x" } });
    Prediction prediction = (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Prediction>())!;
    await using Stream stream = await http.GetStreamAsync(prediction.Urls!["stream"]);
    List<T> all = [];
    await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync())
    {
        if (item.EventType == "output")
        {
            all.Add(read(item.Data));
        }
    }

    return all;
}

static double Delay(string sent) => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds - (long.Parse(sent) / 1000.0);

async Task<long> UploadAsync()
{
    using MultipartFormDataContent form = new();
    await using FileStream file = File.OpenRead(Path.Combine(folder, "upload.bin"));
    StreamContent content = new(file);
    content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    form.Add(content, "content", "upload.bin");
    using HttpResponseMessage response = await http.PostAsync($"{api}/files", form);
    return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<UploadedFile>())!.Size;
}

async Task<long> DownloadAsync() => await SaveAsync(target, Path.Combine(folder, "HttpClient.download"));

async Task<long> FilesAsync()
{
    DirectoryInfo many = Directory.CreateDirectory(Path.Combine(folder, "HttpClient"));
    await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        await SaveAsync($"{target}/{n}.bin", Path.Combine(many.FullName, $"{n}.bin")));
    return many.GetFiles().Count(file => file.Length > 0);
}

async Task<long> SaveAsync(string url, string path)
{
    await using (FileStream file = File.Create(path))
    {
        await using Stream content = await http.GetStreamAsync(url);
        await content.CopyToAsync(file);
    }

    return new FileInfo(path).Length;
}
