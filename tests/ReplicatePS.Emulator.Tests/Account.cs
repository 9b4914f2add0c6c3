using System;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator.Tests;

/// <summary>An emulated account with a stepped clock, spoken to as any client would.</summary>
internal sealed class Account : IDisposable
{
    public const string Trainer = "ostris/flux-dev-lora-trainer";
    public const string TrainerVersion = "e440909d3512c31646ee2e0c7d6f6f4923224863a6a10c494606e79fb5844497";
    public const string SdxlVersion = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";

    public Account(Action<EmulatorOptions>? configure = null)
    {
        var options = new EmulatorOptions { Speed = 0, WebhookSender = (_, _) => Task.FromResult(new HttpResponseMessage()) };
        configure?.Invoke(options);
        Emulator = new ReplicateEmulator(options);
        Http = new HttpClient(Emulator.Handler, disposeHandler: false) { BaseAddress = new Uri(ReplicateEmulator.DefaultBaseUri + "/") };
    }

    public ReplicateEmulator Emulator { get; }

    public HttpClient Http { get; }

    public static StringContent JsonBody(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A zip file with the given files, all of them of a few bytes.</summary>
    public static byte[] Zip(params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in names)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write("some bytes"u8);
            }
        }

        return file.ToArray();
    }

    public void Step(double seconds) => Emulator.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : JsonBody(json);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    /// <summary>Creates a prediction of a model or version and gives its id.</summary>
    public async Task<string> PredictAsync(string version, string input = "{}", params (string Name, string Value)[] headers) =>
        (await PostAsync("predictions", $$"""{"version":"{{version}}","input":{{input}}}""", headers)).Text("id");

    public async Task<Answer> UploadAsync(byte[] bytes, string name = "data.zip")
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        form.Add(content, "content", name);
        using HttpResponseMessage response = await Http.PostAsync("files", form);
        return await Answer.OfAsync(response);
    }

    public Task<Answer> CreateModelAsync(string name = "fox") =>
        PostAsync("models", $$"""{"owner":"you","name":"{{name}}","visibility":"private","hardware":"gpu-t4"}""");

    public Task<Answer> TrainAsync(string input, string destination = "you/fox") =>
        PostAsync($"models/{Trainer}/versions/{TrainerVersion}/trainings", $$"""{"destination":"{{destination}}","input":{{input}}}""");

    /// <summary>Uploads a dataset, creates the destination and trains; gives the training's id.</summary>
    public async Task<string> TrainOnAsync(byte[] dataset, int steps = 100)
    {
        string url = (await UploadAsync(dataset)).Json.GetProperty("urls").GetProperty("get").GetString()!;
        await CreateModelAsync();
        return (await TrainAsync($$"""{"input_images":"{{url}}","steps":{{steps}}}""")).Text("id");
    }

    public void Dispose()
    {
        Http.Dispose();
        Emulator.Dispose();
    }
}
