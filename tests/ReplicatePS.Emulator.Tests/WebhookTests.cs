using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Webhooks;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class WebhookTests
{
    private const string Hook = "https://hooks.test/a?b=1";
    private const string Every = """["start","output","logs","completed"]""";

    [Fact]
    public async Task The_secret_can_be_read_and_is_new_for_each_account_unless_it_is_given()
    {
        using var one = new Account();
        using var other = new Account();
        using var given = new Account(options => options.WebhookSigningSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        string first = (await one.GetAsync("webhooks/default/secret")).Text("key");

        Assert.Matches("^whsec_[A-Za-z0-9+/]{32}$", first);
        Assert.NotEqual(first, (await other.GetAsync("webhooks/default/secret")).Text("key"));
        Assert.Equal("""{"key":"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}""", (await given.GetAsync("webhooks/default/secret")).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64")]
    [InlineData("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    public void A_secret_that_is_none_is_refused(string secret) =>
        Assert.Throws<ArgumentException>(() => new ReplicateEmulator(new EmulatorOptions { WebhookSigningSecret = secret }));

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("whsec_ZW11bGF0b3Itc2VjcmV0LTAxMjM0NTY3ODlhYmNkZWY=", "msg_emu000000000000000000000001", "1700000000", """{"id":"emu0000000000000000000001","status":"succeeded","output":"héllo"}""", "v1,ry1/8e9kiCQ7I6JuM5GxUu6zu4UBrqRS3FXS2Y1L2bo=")]
    public void Signatures_are_those_that_every_receiver_computes(string secret, string id, string timestamp, string body, string signature) =>
        Assert.Equal(signature, new WebhookSecret(secret).Sign(id, timestamp, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task All_that_happens_is_told_in_order_even_when_the_clock_leaps()
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/slow", """{"seconds":3}""", Every);
        account.Step(100);
        IReadOnlyList<WebhookReceiver.Delivery> all = await receiver.UntilEndAsync();

        Assert.All(all, delivery => Assert.Equal(Hook, delivery.Url));
        Assert.All(all.SkipLast(1), delivery => Assert.Equal("processing", delivery.Status));
        Assert.Equal(("", JsonValueKind.Null), (all[0].Logs, all[0].Output.ValueKind));
        Assert.Equal(("succeeded", JsonValueKind.String), (all[^1].Status, all[^1].Output.ValueKind));
        string[] logs = all.Select(delivery => delivery.Logs).ToArray();
        Assert.Equal(logs.OrderBy(log => log.Length), logs);
        Assert.InRange(all.Count, 4, 2 + 7 + 1);
        Assert.Equal(all.Count, all.Select(delivery => delivery.Id).Distinct().Count());
    }

    [Fact]
    public async Task Messages_are_snapshots_with_sorted_keys_and_a_signature_over_the_raw_body()
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/echo", """{"text":"a <b> é"}""", """["start","completed"]""");
        IReadOnlyList<WebhookReceiver.Delivery> all = await receiver.UntilEndAsync();
        WebhookReceiver.Delivery last = all[1];
        string secret = (await account.GetAsync("webhooks/default/secret")).Text("key");
        byte[] key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = Encoding.UTF8.GetBytes($"{last.Id}.{last.Time}.").Concat(last.Body).ToArray();

        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), last.Headers["webhook-signature"]);
        Assert.Equal("application/json", last.Headers["content-type"]);
        Assert.Matches("^msg_[0-9A-Za-z]{27}$", last.Id);
        Assert.Equal(account.Emulator.Clock.GetUtcNow().ToUnixTimeSeconds(), last.Time);
        Assert.Equal(
            new[]
            {
                "completed_at", "created_at", "data_removed", "error", "id", "input", "logs", "metrics", "model", "output", "started_at", "status",
                "urls", "version", "webhook", "webhook_events_filter",
            },
            last.Keys);
        Assert.Equal(last.Keys.Except(new[] { "completed_at", "metrics" }), all[0].Keys);
        Assert.Contains("""a \u003cb\u003e é""", last.Text, StringComparison.Ordinal);
        Assert.EndsWith("}", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_grows_from_message_to_message_and_at_most_twice_a_second()
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await PredictAsync(account, "meta/meta-llama-3-8b-instruct", """{"prompt":"Say something long about the sea.","max_tokens":400}""", """["output","completed"]""");
        account.Step(60);
        IReadOnlyList<WebhookReceiver.Delivery> all = await receiver.UntilEndAsync();
        int[] lengths = all.Select(delivery => delivery.Output.GetArrayLength()).ToArray();
        double seconds = all[^1].Json.GetProperty("metrics").GetProperty("predict_time").GetDouble();

        Assert.True(all.Count >= 2);
        Assert.Equal(lengths.Order(), lengths);
        Assert.InRange(all.Count - 1, 1, (seconds / 0.5) + 1);
    }

    [Theory]
    [InlineData("null", 2)]
    [InlineData("""["completed"]""", 1)]
    [InlineData("""["start"]""", 1)]
    [InlineData("""["start","completed"]""", 2)]
    public async Task Only_what_was_asked_for_is_told_and_else_output_and_the_end(string filter, int count)
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/echo", """{"text":"x"}""", filter);
        await PredictAsync(account, "emulator/echo", """{"text":"mark"}""", """["completed"]""");
        var all = new List<WebhookReceiver.Delivery>();
        for (int i = 0; i <= count; i++)
        {
            all.Add(await receiver.NextAsync());
        }

        Assert.Single(all, delivery => delivery.Text.Contains("mark", StringComparison.Ordinal));
        string[] own = all.Where(delivery => !delivery.Text.Contains("mark", StringComparison.Ordinal)).Select(delivery => delivery.Status).ToArray();
        Assert.Equal(filter == """["start"]""" ? "processing" : "succeeded", own[^1]);
        Assert.Equal(count, own.Length);
    }

    [Fact]
    public async Task The_end_is_told_again_with_the_same_id_until_it_arrives()
    {
        var receiver = new WebhookReceiver(500, 404, 0, 302);
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/echo", """{"text":"x"}""", """["start","completed"]""");
        WebhookReceiver.Delivery start = await receiver.NextAsync();
        WebhookReceiver.Delivery first = await receiver.NextAsync();
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(2);
        WebhookReceiver.Delivery second = await receiver.NextAsync();
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(4);
        WebhookReceiver.Delivery third = await receiver.NextAsync();
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(8);
        WebhookReceiver.Delivery last = await receiver.NextAsync();

        Assert.NotEqual(start.Id, first.Id);
        Assert.Equal(new[] { first.Id, first.Id, first.Id }, new[] { second.Id, third.Id, last.Id });
        Assert.Equal(new long[] { 0, 2, 6, 14 }, new[] { first, second, third, last }.Select(delivery => delivery.Time - start.Time));
        Assert.Equal(first.Text, last.Text);
        Assert.NotEqual(first.Headers["webhook-signature"], last.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Attempts_can_be_read_afterwards_whether_they_arrived_or_not()
    {
        var receiver = new WebhookReceiver(0, 204);
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/echo", """{"text":"x"}""", """["completed"]""");
        await receiver.NextAsync();
        await account.Emulator.Clock.WhenWaitedForAsync();
        WebhookAttempt lost = Assert.Single(account.Emulator.Webhooks.Entries);
        account.Step(2);
        WebhookReceiver.Delivery arrived = await receiver.NextAsync();
        Assert.True(await Task.Run(() => System.Threading.SpinWait.SpinUntil(() => account.Emulator.Webhooks.Entries.Count == 2, 20_000)));
        WebhookAttempt told = account.Emulator.Webhooks.Entries[1];

        Assert.Null(lost.Status);
        Assert.Equal((204, Hook, arrived.Text), (told.Status, told.Url.ToString(), told.Body));
        Assert.Equal(arrived.Headers["webhook-signature"], told.Headers["Webhook-Signature"]);
        account.Emulator.Webhooks.Clear();
        Assert.Empty(account.Emulator.Webhooks.Entries);
    }

    [Fact]
    public async Task After_a_minute_nobody_tries_again()
    {
        var receiver = new WebhookReceiver(500, 500, 500, 500, 500, 500, 500);
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/echo", """{"text":"x"}""", """["completed"]""");
        WebhookReceiver.Delivery first = await receiver.NextAsync();
        WebhookReceiver.Delivery last = first;
        foreach (int pause in new[] { 2, 4, 8, 16, 30 })
        {
            await account.Emulator.Clock.WhenWaitedForAsync();
            account.Step(pause);
            last = await receiver.NextAsync();
        }

        Assert.Equal(60, last.Time - first.Time);
        account.Step(3600);
        await PredictAsync(account, "emulator/echo", """{"text":"x"}""", """["completed"]""");
        Assert.NotEqual(first.Id, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task Every_way_to_end_is_told()
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await PredictAsync(account, "emulator/slow", """{"boot_seconds":60}""", """["start","completed"]""", ("Cancel-After", "5"));
        account.Step(5);
        WebhookReceiver.Delivery aborted = Assert.Single(await receiver.UntilEndAsync());
        await PredictAsync(account, "emulator/slow", """{"boot_seconds":0}""", Every, ("Cancel-After", "5"));
        account.Step(5);
        WebhookReceiver.Delivery late = (await receiver.UntilEndAsync())[^1];
        string id = await PredictAsync(account, "emulator/slow", """{"boot_seconds":0}""", """["completed"]""");
        account.Step(1);
        await account.PostAsync($"predictions/{id}/cancel", "{}");
        WebhookReceiver.Delivery canceled = await receiver.NextAsync();
        await PredictAsync(account, "emulator/always-fails", "{}", """["completed"]""");
        account.Step(5);
        WebhookReceiver.Delivery failed = await receiver.NextAsync();

        Assert.Equal(new[] { "aborted", "canceled", "canceled", "failed" }, new[] { aborted, late, canceled, failed }.Select(d => d.Status));
        Assert.False(aborted.Has("started_at"));
        Assert.True(late.Has("deadline"));
        Assert.Equal(1, canceled.Json.GetProperty("metrics").GetProperty("predict_time").GetDouble());
        Assert.Contains("always", failed.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trainings_and_predictions_of_all_routes_call_it()
    {
        var receiver = new WebhookReceiver();
        using Account account = Listening(receiver);
        await account.PostAsync(
            "deployments",
            $$"""{"name":"d","model":"emulator/echo","version":"{{await EchoAsync(account)}}","hardware":"cpu","min_instances":0,"max_instances":1}""");
        string body = $$"""{"input":{"text":"x"},"webhook":"{{Hook}}","webhook_events_filter":["completed"]}""";
        await account.PostAsync("models/emulator/echo/predictions", body);
        WebhookReceiver.Delivery byModel = await receiver.NextAsync();
        await account.PostAsync("deployments/you/d/predictions", body);
        WebhookReceiver.Delivery byDeployment = await receiver.NextAsync();

        string url = (await account.UploadAsync(Account.Zip("a.png"))).Json.GetProperty("urls").GetProperty("get").GetString()!;
        await account.CreateModelAsync();
        await account.PostAsync(
            $"models/{Account.Trainer}/versions/{Account.TrainerVersion}/trainings",
            $$"""{"destination":"you/fox","input":{"input_images":"{{url}}","steps":100},"webhook":"{{Hook}}","webhook_events_filter":["completed"]}""");
        account.Step(60);
        WebhookReceiver.Delivery training = await receiver.NextAsync();

        Assert.Equal("hidden", byModel.Json.GetProperty("version").GetString());
        Assert.Equal("you/d", byDeployment.Json.GetProperty("deployment").GetString());
        Assert.StartsWith("you/fox:", training.Output.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.False(training.Has("data_removed"));
    }

    [Theory]
    [InlineData("https://hooks.test", true, 201)]
    [InlineData("http://localhost:9/x", true, 201)]
    [InlineData("http://127.0.0.1/", true, 201)]
    [InlineData("http://[::1]:80/", true, 201)]
    [InlineData("http://localhost:9/x", false, 422)]
    [InlineData("http://localhost.evil.test/", true, 422)]
    [InlineData("http://10.0.0.1/", true, 422)]
    [InlineData("ftp://localhost/", true, 422)]
    [InlineData("hooks.test", true, 422)]
    [InlineData("", true, 422)]
    public async Task Without_https_only_this_machine_can_be_called(string address, bool allowed, int status)
    {
        using var account = new Account(options => options.AllowLoopbackWebhooks = allowed);
        string body = $$"""{"version":"emulator/echo","input":{"text":"x"},"webhook":"{{address}}"}""";

        Assert.Equal(status, (await account.PostAsync("predictions", body)).Status);
    }

    [Fact]
    public async Task They_go_over_the_network_to_a_loopback_address_and_follow_no_redirect()
    {
        using var account = new Account(options => options.WebhookSender = null);
        using var listener = new HttpListener();
        string prefix = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(prefix);
        listener.Start();
        string body = $$"""{"version":"emulator/echo","input":{"text":"x"},"webhook":"{{prefix}}hook","webhook_events_filter":["completed"]}""";
        await account.PostAsync("predictions", body);
        HttpListenerContext first = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(20));
        first.Response.Redirect(prefix + "elsewhere");
        first.Response.Close();
        await account.Emulator.Clock.WhenWaitedForAsync();
        account.Step(2);
        HttpListenerContext second = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(20));
        second.Response.Close();

        Assert.Equal(("POST", "/hook"), (second.Request.HttpMethod, second.Request.Url!.AbsolutePath));
        Assert.Equal(first.Request.Headers["webhook-id"], second.Request.Headers["webhook-id"]);
        Assert.StartsWith("v1,", second.Request.Headers["webhook-signature"], StringComparison.Ordinal);
    }

    private static Account Listening(WebhookReceiver receiver) => new(options => options.WebhookSender = receiver.SendAsync);

    private static async Task<string> PredictAsync(Account account, string version, string input, string filter, params (string Name, string Value)[] headers)
    {
        string events = filter == "null" ? "" : ",\"webhook_events_filter\":" + filter;
        Answer answer = await account.PostAsync("predictions", $$"""{"version":"{{version}}","input":{{input}},"webhook":"{{Hook}}"{{events}}}""", headers);
        return answer.Text("id");
    }

    private static async Task<string> EchoAsync(Account account) =>
        (await account.GetAsync("models/emulator/echo")).Json.GetProperty("latest_version").GetProperty("id").GetString()!;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
