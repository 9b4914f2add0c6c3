using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests;

public sealed class RequestTests : IDisposable
{
    private readonly TestClock _clock = new TestClock().AutoAdvance();

    [Theory]
    [InlineData("account")]
    [InlineData("/account")]
    [InlineData("/v1/account")]
    [InlineData("v1/account")]
    [InlineData("https://api.replicate.com/v1/account")]
    [InlineData(" HTTPS://API.REPLICATE.COM/v1/account ")]
    public async Task An_address_is_a_path_or_a_URL_of_the_API(string address)
    {
        StubTransport stub = new StubTransport().Then(200, "{\"username\":\"alice\"}");
        ApiAnswer answer = await Client(stub).Requests.SendAsync(new ApiRequest { Address = address });
        Assert.Equal("GET /v1/account", stub.Routes.Single());
        Assert.Equal("Bearer " + Bench.Token, stub.Seen[0].Authorization);
        Assert.Equal("alice", answer.Json?.GetProperty("username").GetString());
    }

    [Theory]
    [InlineData("https://evil.example/v1/account")]
    [InlineData("http://api.replicate.com/v1/account")]
    [InlineData("https://api.replicate.com:444/v1/account")]
    [InlineData("https://user@api.replicate.com/v1/account")]
    [InlineData("https://api.replicate.com.evil.example/")]
    [InlineData("//evil.example/account")]
    [InlineData("mailto:someone@evil.example")]
    [InlineData("https://")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://evil.example/account")]
    [InlineData("https://api.replicate.com@evil.example/")]
    [InlineData("https:\\\\evil.example\\account")]
    [InlineData("\\\\evil.example\\account")]
    [InlineData("/\\evil.example/account")]
    [InlineData("models/a/../../account")]
    [InlineData("../account")]
    [InlineData("models/%2e%2E/account")]
    [InlineData("models/a%2f..%2F..%2faccount")]
    [InlineData("models/./b")]
    [InlineData("https://api.replicate.com/v1/models/../account")]
    [InlineData("account\r\nHost: evil.example")]
    public async Task An_address_elsewhere_is_refused_before_anything_is_sent(string address)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Requests.SendAsync(new ApiRequest { Address = address }));
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Bench.AllOf(Client(stub).Requests.ListAsync(address)));
        Assert.Empty(stub.Seen);
    }

    [Theory]
    [InlineData("models/a..b/c...d", "/v1/models/a..b/c...d")]
    [InlineData("models?cursor=../x", "/v1/models?cursor=../x")]
    [InlineData("models/a b/ö", "/v1/models/a%20b/%C3%B6")]
    [InlineData("models/a:b", "/v1/models/a:b")]
    public async Task An_odd_path_stays_what_it_is(string address, string asked)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        await Client(stub).Requests.SendAsync(new ApiRequest { Address = address });
        Assert.Equal($"https://api.replicate.com{asked}", stub.Seen.Single().Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Method_body_and_headers_go_out_as_they_were_given()
    {
        StubTransport stub = new StubTransport().Then(200, "ok", ("x-request-id", "r1"));
        ApiAnswer answer = await Client(stub).Requests.SendAsync(new ApiRequest
        {
            Method = "query",
            Address = "models",
            Body = Encoding.UTF8.GetBytes("ö"),
            ContentType = "text/plain",
            Headers = new[] { KeyValuePair.Create("Accept", "text/csv"), KeyValuePair.Create("X-Mine", "1") },
        });
        Assert.Equal("QUERY /v1/models", stub.Routes.Single());
        Assert.Equal(("ö", "text/csv", "1"), (stub.Seen[0].Body, stub.Seen[0].Headers["Accept"], stub.Seen[0].Headers["X-Mine"]));
        Assert.Equal(("ok", "r1", null), (answer.Text, answer.Headers["X-Request-Id"], answer.Json));
    }

    [Fact]
    public async Task A_change_is_sent_once_even_without_a_body()
    {
        StubTransport stub = new StubTransport().ThenThrow(() => new HttpRequestException("cut", new System.IO.IOException("cut")));
        await Bench.FaultOf(() => Client(stub).Requests.SendAsync(new ApiRequest { Method = "POST", Address = "predictions/x/cancel" }));
        Assert.Single(stub.Seen);
        StubTransport reading = new StubTransport().Then(503, string.Empty).Then(200, "{}");
        await Client(reading).Requests.SendAsync(new ApiRequest { Address = "account" });
        Assert.Equal(2, reading.Seen.Count);
    }

    [Fact]
    public async Task A_refusal_is_an_error_unless_any_status_is_taken()
    {
        StubTransport stub = new StubTransport().Then(404, "{\"detail\":\"no such thing\"}");
        await Bench.FaultOf(ErrorKind.NotFound, () => Client(stub).Requests.SendAsync(new ApiRequest { Address = "nothing" }));
        ApiAnswer answer = await Client(stub).Requests.SendAsync(new ApiRequest { Address = "nothing", TakesAnyStatus = true });
        Assert.Equal((404, "no such thing"), ((int)answer.StatusCode, answer.Json?.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("a b", "x")]
    public async Task Headers_that_are_not_the_callers_are_refused(string name, string value)
    {
        StubTransport stub = new StubTransport().Then(200, "{}");
        ApiRequest request = new() { Address = "account", Headers = new[] { KeyValuePair.Create(name, value) } };
        await Bench.FaultOf(ErrorKind.InvalidInput, () => Client(stub).Requests.SendAsync(request));
        Assert.Empty(stub.Seen);
    }

    [Fact]
    public async Task A_list_that_nobody_knows_is_walked()
    {
        StubTransport stub = new StubTransport()
            .Then(200, "{\"results\":[1,2],\"next\":\"/v1/new?cursor=x\"}").Then(200, "{\"results\":[{\"a\":1}],\"next\":\"https://evil.example/\"}");
        List<JsonElement> all = new();
        await Bench.FaultOf(ErrorKind.BadResponse, async () =>
        {
            await foreach (Page<JsonElement> page in Client(stub).Requests.ListAsync("new"))
            {
                all.AddRange(page.Results);
            }
        });
        Assert.Equal(3, all.Count);
        Assert.Equal(new[] { "GET /v1/new", "GET /v1/new?cursor=x" }, stub.Routes);
    }

    [Fact]
    public async Task Files_are_listed_and_signed_links_are_made()
    {
        StubTransport stub = new StubTransport().Then(200, "{\"results\":[{\"id\":\"f1\"}]}");
        ReplicateClient client = Client(stub);
        Assert.Equal("f1", (await Bench.AllOf(client.Files.ListAsync())).Single().Results.Single().Id);
        Assert.Equal("GET /v1/files", stub.Routes.Single());
        Uri link = client.Files.SignedLink("f1", "alice", DateTimeOffset.FromUnixTimeSeconds(1900000000), "key");
        using System.Security.Cryptography.HMACSHA256 hmac = new(Encoding.UTF8.GetBytes("key"));
        string signature = Uri.EscapeDataString(Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes("alice f1 1900000000"))));
        Assert.Equal($"https://api.replicate.com/v1/files/f1/download?owner=alice&expiry=1900000000&signature={signature}", link.AbsoluteUri);
    }

    public void Dispose() => _clock.Dispose();

    private ReplicateClient Client(StubTransport stub) => Bench.Client(stub, _clock);
}
