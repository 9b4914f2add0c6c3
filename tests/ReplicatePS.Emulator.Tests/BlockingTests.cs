using System;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class BlockingTests
{
    [Fact]
    public async Task A_blocking_create_is_held_back_until_the_output_is_there()
    {
        using var account = new Account();
        Task<Answer> asked = account.PostAsync("predictions", """{"version":"emulator/slow","input":{"seconds":5}}""", ("Prefer", "wait=20"));
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(5);
        Assert.False(asked.IsCompleted);

        account.Step(1);
        Answer answer = await asked;
        Assert.Equal(201, answer.Status);
        Assert.Equal("succeeded", answer.Text("status"));
        Assert.Equal("wait=20", answer.Header("preference-applied"));
    }

    [Fact]
    public async Task A_wait_that_runs_out_answers_with_what_there_is_and_cancels_nothing()
    {
        using var account = new Account();
        Task<Answer> asked = account.PostAsync("predictions", """{"version":"emulator/slow","input":{"seconds":100}}""", ("Prefer", "wait=10"));
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(10);
        Answer answer = await asked;
        Assert.Equal("processing", answer.Text("status"));
        Assert.False(answer.Has("output"));

        account.Step(100);
        Assert.Equal("succeeded", (await account.GetAsync("predictions/" + answer.Text("id"))).Text("status"));
    }

    [Fact]
    public async Task A_wait_ends_when_the_prediction_is_canceled()
    {
        using var account = new Account();
        Task<Answer> asked = account.PostAsync("predictions", """{"version":"emulator/slow","input":{"seconds":100}}""", ("Prefer", "wait"));
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(1);
        JsonElement listed = (await account.GetAsync("predictions")).Json.GetProperty("results")[0];
        await account.PostAsync($"predictions/{listed.GetProperty("id").GetString()}/cancel", "{}");

        Assert.Equal("canceled", (await asked).Text("status"));
    }

    [Fact]
    public async Task A_wait_ends_at_the_deadline()
    {
        using var account = new Account();
        Task<Answer> asked = account.PostAsync(
            "predictions",
            """{"version":"emulator/slow","input":{"seconds":100}}""",
            ("Prefer", "wait"),
            ("Cancel-After", "5s"));
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(5);

        Assert.Equal("canceled", (await asked).Text("status"));
    }

    [Fact]
    public async Task Answers_of_2024_can_be_had()
    {
        using var account = new Account(options =>
        {
            options.BlockingAnswersProcessing = true;
            options.BlockingAnswersDataUris = true;
            options.OldPredictionShape = true;
        });
        Task<Answer> asked = account.PostAsync("models/black-forest-labs/flux-schnell/predictions", """{"input":{"prompt":"x","megapixels":"0.25"}}""", ("Prefer", "wait"));
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(2);
        Answer answer = await asked;

        Assert.Equal("processing", answer.Text("status"));
        Assert.StartsWith("data:image/png;base64,iVBOR", answer.Json.GetProperty("output")[0].GetString(), StringComparison.Ordinal);
        Assert.False(answer.Has("started_at") || answer.Has("data_removed") || answer.Has("source"));
    }
}
