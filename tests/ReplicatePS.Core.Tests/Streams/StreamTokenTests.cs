using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using static ReplicatePS.Core.Tests.StreamScript;

namespace ReplicatePS.Core.Tests;

public class StreamTokenTests
{
    [Theory]
    [InlineData("https://stream.replicate.com/v1/files/abcd")]
    [InlineData("https://streaming-api.svc.us.c.replicate.net/v1/streams/abcd")]
    [InlineData("https://api.replicate.com.example.org/v1/streams/abcd")]
    [InlineData("https://api.replicate.com:444/v1/streams/abcd")]
    public async Task The_token_does_not_leave_for_the_streams_host(string url)
    {
        StubTransport stub = await ReadAsync(new StubTransport().Then(_ => Stream(Done(1))), url);
        Assert.Null(stub.Seen.Single().Authorization);
    }

    [Fact]
    public async Task A_stream_of_the_APIs_own_host_gets_the_token()
    {
        StubTransport stub = await ReadAsync(new StubTransport().Then(_ => Stream(Done(1))), "https://api.replicate.com/v1/streams/abcd");
        Assert.Equal("Bearer " + Bench.Token, stub.Seen.Single().Authorization);
    }

    [Theory]
    [InlineData("http://stream.replicate.com/abcd")]
    [InlineData("https://user:secret@stream.replicate.com/abcd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("stream")]
    public async Task An_address_that_is_not_safe_is_not_asked(string url)
    {
        StubTransport stub = await ReadAsync(new StubTransport().Then(200, Look("succeeded")), url);
        Assert.Equal("GET /v1/predictions/abc", stub.Routes.Single());
    }

    [Fact]
    public async Task A_redirect_is_followed_without_the_token_also_when_it_leads_home()
    {
        StubTransport stub = await ReadAsync(
            new StubTransport().Then(302, string.Empty, ("Location", "/elsewhere")).Then(307, string.Empty, ("Location", "https://api.replicate.com/v1/account"))
                .Then(_ => Stream(Done(1))),
            Url);
        Assert.Equal(new[] { "GET /v1/files/abcd", "GET /elsewhere", "GET /v1/account" }, stub.Routes);
        Assert.All(stub.Seen, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("http://stream.replicate.com/abcd")]
    [InlineData("https://stream.replicate.com/v1/files/abcd")]
    public async Task A_redirect_that_leads_astray_is_given_up_for_the_prediction(string location)
    {
        StubTransport stub = new StubTransport().Then(request => request.Uri.Host == "api.replicate.com"
            ? StubTransport.Answer(200, Look("succeeded"))
            : StubTransport.Answer(302, string.Empty, "text/plain", ("Location", location)));
        await ReadAsync(stub, Url);
        Assert.All(stub.Seen.Where(request => request.Uri.Host != "api.replicate.com"), request => Assert.Equal("https", request.Uri.Scheme));
        Assert.InRange(stub.Seen.Count, 2, 7);
    }

    [Fact]
    public async Task The_address_which_is_all_that_is_needed_to_read_is_not_traced()
    {
        using TestClock clock = ShortClock();
        List<string> traced = new();
        ReplicateClient client = Bench.Client(new StubTransport().Then(_ => Stream(Done(1))), clock, trace: request => traced.Add(request.ToString()));
        await client.Streams.ReadAsync(new Prediction(Bench.Json(Look("starting")))).GetAsyncEnumerator().MoveNextAsync();
        Assert.StartsWith("GET stream.replicate.com/v1/files/*** 200", traced.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_before_it_is_read_again_does_not_show_it_either()
    {
        using TestClock clock = new();
        await clock.LetPass();
        List<string> pauses = new();
        ReplicateClient client = new(new ReplicateClientOptions
        {
            Token = () => Bench.Token,
            Transport = new StubTransport().Then(503, string.Empty).Then(_ => Stream(Done(1))),
            TimeProvider = clock,
            Pausing = pause => pauses.Add(pause.ToString()),
        });
        await client.Streams.ReadAsync(new Prediction(Bench.Json(Look("starting")))).GetAsyncEnumerator().MoveNextAsync();
        Assert.Contains("before GET stream.replicate.com/v1/files/***, attempt 2", pauses.Single(), StringComparison.Ordinal);
    }

    private static System.Net.Http.HttpResponseMessage Stream(string text) => StubTransport.Answer(200, text, "text/event-stream");

    private static async Task<StubTransport> ReadAsync(StubTransport stub, string url)
    {
        using TestClock clock = ShortClock();
        Prediction prediction = new(Bench.Json($"{{\"id\":\"abc\",\"status\":\"starting\",\"urls\":{{\"stream\":\"{url}\"}}}}"));
        List<StreamEvent> events = new();
        await foreach (StreamEvent item in Bench.Client(stub, clock).Streams.ReadAsync(prediction))
        {
            events.Add(item);
        }

        Assert.Equal("done", events.Single().Name);
        return stub;
    }
}
