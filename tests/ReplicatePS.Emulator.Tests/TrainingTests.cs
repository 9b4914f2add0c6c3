using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class TrainingTests : IDisposable
{
    private static readonly byte[] GoodZip = Account.Zip("a.png", "a.txt", "b.JPG", "sub/c.webp", "__MACOSX/a.png", "notes.md");

    private readonly Account _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task It_counts_the_pictures_and_logs_its_steps_with_a_falling_loss()
    {
        string id = await _account.TrainOnAsync(GoodZip, steps: 1000);
        _account.Step(2 + 0.5 + 1.2);
        string logs = (await _account.GetAsync("trainings/" + id)).Text("logs");

        Assert.Contains("Found 3 pictures and 1 caption files", logs, StringComparison.Ordinal);
        Assert.Matches(@"\n 12%\|█▏        \| 120/1000 \[00:01<00:08, \d+\.\d\dit/s\]\n", logs);
        double[] losses = logs.Split('\n').Where(l => l.Contains("loss", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture)).ToArray();
        Assert.True(losses[^1] < losses[0]);
    }

    [Fact]
    public async Task Success_pushes_a_version_that_runs_like_any_model()
    {
        string id = await _account.TrainOnAsync(GoodZip);
        Assert.Empty(await VersionsAsync());
        _account.Step(60);
        Answer done = await _account.GetAsync("trainings/" + id);
        string reference = done.Json.GetProperty("output").GetProperty("version").GetString()!;

        Assert.Equal("succeeded", done.Text("status"));
        Assert.Matches("^you/fox:[0-9a-f]{64}$", reference);
        string version = Assert.Single(await VersionsAsync());
        Assert.Equal("you/fox:" + version, reference);
        Assert.Equal(201, (await _account.PostAsync("predictions", $$"""{"version":"{{reference}}","input":{"prompt":"a TOK"} }""")).Status);
        byte[] tar = await _account.Http.GetByteArrayAsync(done.Json.GetProperty("output").GetProperty("weights").GetString());
        Assert.Equal("ustar", Encoding.ASCII.GetString(tar, 257, 5));
        JsonElement schemas = (await _account.GetAsync("models/you/fox/versions/" + version)).Json.GetProperty("openapi_schema").GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.TryGetProperty("Input", out _));
        Assert.False(schemas.TryGetProperty("TrainingInput", out _));
    }

    [Fact]
    public async Task Two_trainings_push_two_versions_newest_first()
    {
        await _account.TrainOnAsync(GoodZip);
        _account.Step(30);
        string first = Assert.Single(await VersionsAsync());
        await _account.TrainOnAsync(GoodZip);
        _account.Step(30);
        string[] both = await VersionsAsync();

        Assert.Equal(2, both.Length);
        Assert.Equal(first, both[1]);
        Assert.Equal(both[0], (await _account.GetAsync("models/you/fox")).Json.GetProperty("latest_version").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Create_and_cancel_answer_with_the_addresses_of_predictions_and_get_with_its_own()
    {
        await _account.CreateModelAsync();
        Answer created = await _account.TrainAsync("{}");
        string id = created.Text("id");
        Answer read = await _account.GetAsync("trainings/" + id);
        Answer canceled = await _account.SendAsync(HttpMethod.Post, $"trainings/{id}/cancel");

        Assert.Equal(201, created.Status);
        Assert.NotNull(created.Header("ratelimit-remaining"));
        Assert.Equal($"https://api.replicate.test/v1/predictions/{id}", UrlOf(created));
        Assert.Equal($"https://api.replicate.test/v1/trainings/{id}", UrlOf(read));
        Assert.Equal($"https://api.replicate.test/v1/predictions/{id}", UrlOf(canceled));
        Assert.Equal("{}", read.Json.GetProperty("metrics").GetRawText());
        Assert.Equal("canceled", canceled.Text("status"));
        Assert.Equal("canceled", (await _account.SendAsync(HttpMethod.Post, $"predictions/{id}/cancel")).Text("status"));
    }

    [Fact]
    public async Task A_canceled_training_pushes_nothing()
    {
        string id = await _account.TrainOnAsync(GoodZip);
        _account.Step(3);
        await _account.SendAsync(HttpMethod.Post, $"trainings/{id}/cancel");
        _account.Step(100);

        Assert.Empty(await VersionsAsync());
    }

    [Fact]
    public async Task A_dataset_without_pictures_fails_it() =>
        Assert.Contains("no pictures: none of its 2 files", await ErrorOfAsync(Account.Zip("a.txt", "b.md")), StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_zip_fails_it() =>
        Assert.Contains("is empty", await ErrorOfAsync(Account.Zip()), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_zip_fails_it() =>
        Assert.Contains("not a zip file", await ErrorOfAsync("plain text"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_of_no_bytes_fails_it() =>
        Assert.Contains("an empty file", await ErrorOfAsync(Array.Empty<byte>()), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"input_images":"https://api.replicate.test/v1/files/none"}""", "could not be downloaded")]
    [InlineData("""{"input_images":"https://elsewhere.test/data.zip"}""", "could not be downloaded")]
    [InlineData("""{}""", "input_images is missing")]
    public async Task A_dataset_that_is_not_there_fails_it(string input, string error)
    {
        await _account.CreateModelAsync();
        string id = (await _account.TrainAsync(input)).Text("id");
        _account.Step(10);

        Assert.Contains(error, (await _account.GetAsync("trainings/" + id)).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_may_be_a_data_URI()
    {
        await _account.CreateModelAsync();
        string uri = "data:application/zip;base64," + Convert.ToBase64String(GoodZip);
        string id = (await _account.TrainAsync($$"""{"input_images":"{{uri}}","steps":3}""")).Text("id");
        _account.Step(10);

        Assert.Equal("succeeded", (await _account.GetAsync("trainings/" + id)).Text("status"));
    }

    [Theory]
    [InlineData("you/none")]
    [InlineData("stability-ai/sdxl")]
    [InlineData("nonsense")]
    public async Task The_destination_must_exist_and_be_ones_own(string destination)
    {
        Answer answer = await _account.TrainAsync("{}", destination);

        Assert.Equal(404, answer.Status);
        Assert.Equal("{\"detail\":\"The specified training destination does not exist\",\"status\":404}\n", answer.Body);
        Assert.NotNull(answer.Header("ratelimit-remaining"));
    }

    [Fact]
    public async Task Input_is_checked_against_the_training_schema()
    {
        await _account.CreateModelAsync();
        Answer steps = await _account.TrainAsync("""{"steps":2}""");
        Answer images = await _account.PostAsync(
            $"models/stability-ai/sdxl/versions/{Account.SdxlVersion}/trainings",
            """{"destination":"you/fox","input":{}}""");

        Assert.Equal("- input.steps: Must be greater than or equal to 3\n", steps.Text("detail"));
        Assert.Equal("- input: input_images is required\n", images.Text("detail"));
    }

    [Fact]
    public async Task A_version_without_a_training_schema_cannot_be_trained()
    {
        await _account.CreateModelAsync();
        string version = (await _account.GetAsync("models/nightmareai/real-esrgan")).Json.GetProperty("latest_version").GetProperty("id").GetString()!;
        Answer answer = await _account.PostAsync($"models/nightmareai/real-esrgan/versions/{version}/trainings", """{"destination":"you/fox","input":{}}""");

        Assert.Equal(422, answer.Status);
        Assert.Contains("cannot be trained", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_not_shown_again()
    {
        await _account.CreateModelAsync();
        Answer answer = await _account.TrainAsync("""{"hf_token":"hf_geheim"}""");

        Assert.DoesNotContain("geheim", answer.Body, StringComparison.Ordinal);
    }

    private static string UrlOf(Answer answer) => answer.Json.GetProperty("urls").GetProperty("get").GetString()!;

    private async Task<string> ErrorOfAsync(byte[] dataset)
    {
        string id = await _account.TrainOnAsync(dataset);
        _account.Step(10);
        Answer answer = await _account.GetAsync("trainings/" + id);
        Assert.Equal("failed", answer.Text("status"));
        return answer.Text("error");
    }

    private async Task<string[]> VersionsAsync() => (await _account.GetAsync("models/you/fox/versions")).Json.GetProperty("results")
        .EnumerateArray().Select(version => version.GetProperty("id").GetString()!).ToArray();
}
